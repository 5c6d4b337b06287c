namespace Concord.Simulation.Anatomy.LabelMaps;

/// <summary>
/// What the integers of FreeSurfer's segmentations are made of (FreeSurferColorLUT; Fischl et al. 2002), and those that
/// label maps of the whole head add outside the brain (501 to 530: Puonti et al. 2020).
/// </summary>
/// <remarks>
/// 136, 137, 163 and 164 are the choroid plexus in the label maps that SynthSeg was trained on: they lie inside the
/// lateral ventricles (136, 163) and their temporal horns (137, 164).
/// </remarks>
public static class FreeSurferLabels
{
    private static readonly Dictionary<int, FreeSurferLabel> Table = Make();

    /// <summary>The meaning of a code; null if it has none.</summary>
    public static FreeSurferLabel? Find(int code) => Table.TryGetValue(code, out var label) ? label : null;

    private static Dictionary<int, FreeSurferLabel> Make()
    {
        var table = new Dictionary<int, FreeSurferLabel>();
        Middle(Tissue.Background, 0, 165, 258, 259, 501, 517);
        Pair(Tissue.WhiteMatter, (2, 41), (7, 46), (28, 60), (5001, 5002));
        Pair(Tissue.GreyMatter, (3, 42), (8, 47), (17, 53), (18, 54), (19, 55), (26, 58), (27, 59), (138, 139));
        Pair(Tissue.DeepGrey, (9, 48), (10, 49), (11, 50), (12, 51), (13, 52));
        Pair(Tissue.Ventricle, (4, 43), (5, 44));
        Pair(Tissue.Choroid, (31, 63), (136, 163), (137, 164));
        Pair(Tissue.Lesion, (25, 57), (78, 79));
        Pair(Tissue.Csf, (30, 62));
        Middle(Tissue.Lesion, 77, 99);
        Middle(Tissue.Csf, 14, 15, 24, 72, 122, 257, 520);
        Middle(Tissue.WhiteMatter, 16, 85, 170, 171, 172, 173, 174, 175, 178, 192, 250, 251, 252, 253, 254, 255, 530);
        Middle(Tissue.DeepGrey, 80);
        Middle(Tissue.Vessel, 502, 514);
        Middle(Tissue.Eye, 506);
        Middle(Tissue.Muscle, 507, 508);
        Middle(Tissue.Connective, 509, 118, 119);
        Middle(Tissue.Skin, 511);
        Middle(Tissue.WhiteMatter, 512);
        Middle(Tissue.Skull, 515);
        Middle(Tissue.Marrow, 516);
        // Parcels of the cortex (aparc, aparc.a2009s) and of the white matter beneath them.
        for (var parcel = 0; parcel < 100; parcel++)
        {
            Pair(Tissue.GreyMatter, (1000 + parcel, 2000 + parcel), (11100 + parcel, 12100 + parcel));
            Pair(Tissue.WhiteMatter, (3000 + parcel, 4000 + parcel), (13100 + parcel, 14100 + parcel));
        }

        return table;

        void Middle(Tissue tissue, params ReadOnlySpan<int> codes)
        {
            foreach (var code in codes)
                table.Add(code, new(code, tissue, code));
        }

        void Pair(Tissue tissue, params ReadOnlySpan<(int Left, int Right)> pairs)
        {
            foreach (var (left, right) in pairs)
            {
                table.Add(left, new(left, tissue, right));
                table.Add(right, new(right, tissue, left));
            }
        }
    }

    /// <summary>-1 for a structure of the left hemisphere's white matter or cortex, 1 for the right, 0 for others.</summary>
    internal static int HemisphereOf(int code) =>
        code switch
        {
            2 or 3 or >= 1000 and < 1100 or >= 3000 and < 3100 => -1,
            41 or 42 or >= 2000 and < 2100 or >= 4000 and < 4100 => 1,
            _ => 0,
        };
}
