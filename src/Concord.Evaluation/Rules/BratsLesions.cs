using System.Numerics.Tensors;
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
        var (boxes, answers) = (ComponentBoxes.Of(grown), ComponentBoxes.Of(predicted));
        var touching = Touching(grown, predicted);
        var isTouched = new bool[predicted.Count + 1];
        var (dice, distance, found, missed) = (0.0, 0.0, 0, 0);
        for (var lesion = 1; lesion <= grown.Count; lesion++)
        {
            foreach (var component in touching[lesion])
                isTouched[component] = true;
            // All further work is in the box of what is compared.
            var box = touching[lesion].Aggregate(boxes[lesion], (all, c) => ComponentBoxes.Union(all, answers[c]));
            var own = Own(Crop.To(reference, box), Crop.To(grown.Labels, box), lesion);
            if (Count(own) * own.Geometry.VoxelVolume <= SmallestMm3)
                continue;
            (found, missed) = touching[lesion].Count > 0 ? (found + 1, missed) : (found, missed + 1);
            var answer = Answer(Crop.To(predicted.Labels, box), touching[lesion]);
            var both = own.With(new byte[own.Voxels.Length]);
            TensorPrimitives.Multiply<byte>(own.Voxels, answer.Voxels, both.Voxels);
            dice += 2.0 * Count(both) / (Count(own) + Count(answer));
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

    // For each lesion the components of the prediction that it touches once it is grown.
    private static SortedSet<int>[] Touching(Components grown, Components predicted)
    {
        var touching = new SortedSet<int>[grown.Count + 1];
        for (var lesion = 0; lesion < touching.Length; lesion++)
            touching[lesion] = [];
        var last = (Lesion: 0, Component: 0);
        for (var i = 0; i < grown.Labels.Voxels.Length; i++)
        {
            var here = (Lesion: grown.Labels.Voxels[i], Component: predicted.Labels.Voxels[i]);
            if (here == last)
                continue;
            last = here;
            if (here.Lesion != 0 && here.Component != 0)
                touching[here.Lesion].Add(here.Component);
        }

        return touching;
    }

    private static Volume<byte> Own(Volume<byte> reference, Volume<int> grown, int lesion)
    {
        var own = new byte[reference.Voxels.Length];
        for (var i = 0; i < own.Length; i++)
            own[i] = reference.Voxels[i] != 0 && grown.Voxels[i] == lesion ? (byte)1 : (byte)0;
        return reference.With(own);
    }

    private static Volume<byte> Answer(Volume<int> predicted, SortedSet<int> components)
    {
        var answer = new byte[predicted.Voxels.Length];
        var last = (Label: 0, IsIn: (byte)0);
        for (var i = 0; i < answer.Length; i++)
        {
            var label = predicted.Voxels[i];
            if (label != last.Label)
                last = (label, components.Contains(label) ? (byte)1 : (byte)0);
            answer[i] = last.IsIn;
        }

        return new(predicted.Geometry, answer);
    }

    private static long Count(Volume<byte> mask) => mask.Voxels.AsSpan().Count((byte)1);
}
