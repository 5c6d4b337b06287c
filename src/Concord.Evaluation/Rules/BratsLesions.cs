using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Spatial;

namespace Concord.Evaluation.Rules;

/// <summary>
/// The lesion-wise scores of BraTS 2023 for gliomas. Lesions of the reference are components (26 neighbours) that are one
/// where they come together when the reference is grown three times (18 neighbours); each is compared with all components
/// of the prediction that touch it, grown likewise. A lesion of at most 50 mm³ doesn't count, but what touches it is no
/// false positive either; a false positive counts whatever its size.
/// </summary>
/// <param name="Dice">The sum over lesions that count, divided by their number and that of false positives; else 1.</param>
/// <param name="Hausdorff95">The same in mm, 374 for each missed lesion and false positive; else 0.</param>
/// <param name="Found">Lesions that count and are touched.</param>
/// <param name="Missed">Lesions that count and are not.</param>
/// <param name="False">Components of the prediction that touch no lesion.</param>
internal sealed record BratsLesions(double Dice, double Hausdorff95, int Found, int Missed, int False)
{
    /// <summary>The distance that stands for an infinite one, in mm: the diagonal of the challenge's images.</summary>
    public const double Furthest = 374;

    private const int Growth = 3;
    private const double SmallestMm3 = 50;

    public static BratsLesions Of(Volume<byte> reference, Volume<byte> prediction)
    {
        var grown = ConnectedComponents.Label(
            Dilation.Of(reference, Connectivity.Eighteen, Growth),
            Connectivity.TwentySix
        );
        var predicted = ConnectedComponents.Label(prediction, Connectivity.TwentySix);
        var isTouched = new bool[predicted.Count + 1];
        var (dice, distance, found, missed) = (0.0, 0.0, 0, 0);
        for (var lesion = 1; lesion <= grown.Count; lesion++)
        {
            var own = Select(reference, (i, v) => v != 0 && grown.Labels.Voxels[i] == lesion);
            var touching = Touching(own, predicted);
            foreach (var component in touching)
                isTouched[component] = true;
            if (Count(own) * own.Geometry.VoxelVolume <= SmallestMm3)
                continue;
            (found, missed) = touching.Count > 0 ? (found + 1, missed) : (found, missed + 1);
            var answer = Select(prediction, (i, _) => touching.Contains(predicted.Labels.Voxels[i]));
            var both = Count(Select(own, (i, v) => v != 0 && answer.Voxels[i] != 0));
            dice += 2.0 * both / (Count(own) + Count(answer));
            distance += Limited(SurfelDistances.Hausdorff95(own, answer));
        }

        var wrong = Enumerable.Range(1, predicted.Count).Count(c => !isTouched[c]);
        var counted = found + missed + wrong;
        return counted == 0
            ? new(1, 0, 0, 0, 0)
            : new(dice / counted, (distance + Furthest * wrong) / counted, found, missed, wrong);
    }

    /// <summary>A distance, or what stands for an infinite one.</summary>
    public static double Limited(double distance) => double.IsInfinity(distance) ? Furthest : distance;

    // The components of the prediction that a lesion touches once it is grown.
    private static HashSet<int> Touching(Volume<byte> lesion, Components predicted)
    {
        var box = Crop.Content(lesion, Growth);
        var near = Dilation.Of(Crop.To(lesion, box), Connectivity.Eighteen, Growth);
        var labels = Crop.To(predicted.Labels, box);
        var touching = new HashSet<int>();
        for (var i = 0; i < near.Voxels.Length; i++)
            if (near.Voxels[i] != 0 && labels.Voxels[i] != 0)
                touching.Add(labels.Voxels[i]);
        return touching;
    }

    private static Volume<byte> Select(Volume<byte> mask, Func<int, byte, bool> isIn)
    {
        var result = new byte[mask.Voxels.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = isIn(i, mask.Voxels[i]) ? (byte)1 : (byte)0;
        return mask.With(result);
    }

    private static long Count(Volume<byte> mask) => mask.Voxels.AsSpan().Count((byte)1);
}
