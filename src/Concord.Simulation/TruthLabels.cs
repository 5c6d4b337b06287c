using Concord.Imaging;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation;

/// <summary>From memberships to one label a voxel.</summary>
public static class TruthLabels
{
    /// <summary>Air, skull and scalp.</summary>
    public const byte Background = 0;

    /// <summary>Cerebrospinal fluid.</summary>
    public const byte Csf = 1;

    /// <summary>Grey matter.</summary>
    public const byte GreyMatter = 2;

    /// <summary>White matter that looks normal.</summary>
    public const byte WhiteMatter = 3;

    /// <summary>White matter lesion.</summary>
    public const byte Lesion = 4;

    /// <summary>The class names in the order of the labels.</summary>
    public static IReadOnlyList<string> Names { get; } = ["background", "csf", "gm", "wm", "wmh"];

    /// <summary>
    /// Labels each voxel with the class of the largest share; on a tie the lower label wins. White matter and lesion
    /// count as one class, which is lesion where its membership is at least 0.5: so merging the two labels gives the
    /// head's anatomy before it fell ill.
    /// </summary>
    public static Volume<byte> Of(HeadAnatomy anatomy)
    {
        var truth = new Volume<byte>(anatomy.Geometry);
        var (csf, grey, white, lesion) = (
            anatomy[Tissue.Csf].Voxels,
            anatomy[Tissue.GreyMatter].Voxels,
            anatomy[Tissue.WhiteMatter].Voxels,
            anatomy[Tissue.Lesion].Voxels
        );
        for (var i = 0; i < truth.Voxels.Length; i++)
        {
            var (label, most) = (Background, 1 - csf[i] - grey[i] - white[i] - lesion[i]);
            if (csf[i] > most)
                (label, most) = (Csf, csf[i]);
            if (grey[i] > most)
                (label, most) = (GreyMatter, grey[i]);
            if (white[i] + lesion[i] > most)
                label = WhiteMatter;
            truth.Voxels[i] = lesion[i] >= 0.5f ? Lesion : label;
        }

        return truth;
    }
}
