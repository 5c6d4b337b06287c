using Concord.Imaging;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation;

/// <summary>From memberships to one label a voxel.</summary>
public static class TruthLabels
{
    /// <summary>Air, bone and all else outside the brain.</summary>
    public const byte Background = 0;

    /// <summary>Cerebrospinal fluid.</summary>
    public const byte Csf = 1;

    /// <summary>Grey matter.</summary>
    public const byte GreyMatter = 2;

    /// <summary>White matter that looks normal.</summary>
    public const byte WhiteMatter = 3;

    /// <summary>White matter lesion.</summary>
    public const byte Lesion = 4;

    /// <summary>Oedema around a tumour.</summary>
    public const byte Edema = 5;

    /// <summary>Tumour, with its necrosis.</summary>
    public const byte Tumor = 6;

    /// <summary>The class names in the order of the labels.</summary>
    public static IReadOnlyList<string> Names { get; } = ["background", "csf", "gm", "wm", "wmh", "edema", "tumor"];

    /// <summary>
    /// Labels each voxel. Tumour is where its membership is at least 0.5; oedema where tumour and oedema together reach
    /// 0.5; lesion where its membership is at least 0.5. Elsewhere the tissue of the largest share counts, on a tie the
    /// lower label, with lesion counted as white matter: so without its lesions the head is what it was before it fell
    /// ill.
    /// </summary>
    public static Volume<byte> Of(HeadAnatomy anatomy)
    {
        var truth = new Volume<byte>(anatomy.Geometry);
        var (csf, grey, white, lesion) = (
            anatomy.Sum(Tissues.Csf).Voxels,
            anatomy.Sum(Tissues.Grey).Voxels,
            anatomy[Tissue.WhiteMatter].Voxels,
            anatomy[Tissue.Lesion].Voxels
        );
        var (tumor, edema) = (anatomy.Sum(Tissues.Tumor).Voxels, anatomy[Tissue.Edema].Voxels);
        Parallel.For(
            0,
            truth.Size.Z,
            z =>
            {
                var start = truth.Index(0, 0, z);
                for (var i = start; i < start + truth.Size.X * truth.Size.Y; i++)
                {
                    var (label, most) = (Background, 1 - csf[i] - grey[i] - white[i] - lesion[i] - tumor[i] - edema[i]);
                    if (csf[i] > most)
                        (label, most) = (Csf, csf[i]);
                    if (grey[i] > most)
                        (label, most) = (GreyMatter, grey[i]);
                    if (white[i] + lesion[i] > most)
                        label = WhiteMatter;
                    truth.Voxels[i] =
                        tumor[i] >= 0.5f ? Tumor
                        : tumor[i] + edema[i] >= 0.5f ? Edema
                        : lesion[i] >= 0.5f ? Lesion
                        : label;
                }
            }
        );
        return truth;
    }
}
