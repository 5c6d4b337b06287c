using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Tests.Anatomy.BrainWeb;

/// <summary>Writes a head as one of BrainWeb's 20 subjects: whole, but with fluid of one class only.</summary>
internal static class BrainWebHead
{
    private static readonly (string Word, Tissue[] Tissues)[] Classes =
    [
        ("bck", [Tissue.Background]),
        ("csf", [Tissue.Csf, Tissue.Ventricle, Tissue.Choroid]),
        ("gm", [Tissue.GreyMatter, Tissue.DeepGrey]),
        ("wm", [Tissue.WhiteMatter, Tissue.Lesion]),
        ("fat", [Tissue.Fat]),
        ("muscles", [Tissue.Muscle]),
        ("skin", [Tissue.Skin, Tissue.Eye]),
        ("skull", [Tissue.Skull]),
        ("vessels", [Tissue.Vessel]),
        ("fat2", []),
        ("dura", [Tissue.Connective]),
        ("marrow", [Tissue.Marrow]),
    ];

    public static void Write(BrainWebFolder folder, HeadAnatomy head, bool isFuzzy, string name = "subject04")
    {
        var shares = Classes.Select(c => head.Sum(c.Tissues).Voxels).ToArray();
        if (isFuzzy)
        {
            for (var c = 0; c < shares.Length; c++)
            {
                var bytes = Array.ConvertAll(shares[c], share => (byte)(255 * share + 0.5f));
                folder.Add($"{name}_{Classes[c].Word}_v.mnc", MincFile.Bytes(head.Geometry, bytes, largest: 1));
            }

            return;
        }

        var labels = new byte[shares[0].Length];
        for (var i = 0; i < labels.Length; i++)
        for (var c = 1; c < shares.Length; c++)
            labels[i] = shares[c][i] > shares[labels[i]][i] ? (byte)c : labels[i];
        folder.Add($"{name}_crisp_v.mnc", MincFile.Bytes(head.Geometry, labels));
    }
}
