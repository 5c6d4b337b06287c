using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Tests.Preprocessing.Intensities;

/// <summary>Heads of few voxels, and scales that are ready for them.</summary>
internal static class Images
{
    public static Volume<T> Row<T>(params T[] voxels)
        where T : unmanaged => new(new(new(voxels.Length, 1, 1), Affine.FromSpacing(Spacing.Isotropic(1))), voxels);

    /// <summary>Air, fluid, grey and white matter with noise, and a few bright vessels.</summary>
    public static Volume<float> Head(ulong seed, int voxels = 4000)
    {
        var random = new Random64(seed);
        float[] means = [3, 3, 3, 40, 80, 80, 110, 110, 110];
        return Row(
            Enumerable
                .Range(0, voxels)
                .Select(i => i % 211 == 0 ? 400 : means[i % 9] + 5 * (float)random.NextNormal())
                .ToArray()
        );
    }

    /// <summary>What isn't air.</summary>
    public static Volume<byte> MaskOf(Volume<float> head) =>
        head.With(Array.ConvertAll(head.Voxels, v => v > 25 ? (byte)1 : (byte)0));

    /// <summary>The standard of some images, for a scale that needs one.</summary>
    public static IReadOnlyList<double>? StandardOf(IntensityScale scale, params Volume<float>[] images) =>
        (scale as ILearntScale)?.Learn([.. images.Select(i => ((ILearntScale)scale).Measure(i, null, "training"))]);
}
