using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Imaging.Internal;
using Concord.Imaging.Resampling;

namespace Concord.Imaging.Registration;

/// <summary>
/// Finds how an image of the same head lies to another, whatever their contrasts: the turn and the shift for which their
/// mutual information is largest (Maes et al. 1997, Viola and Wells 1997), from coarse to fine.
/// </summary>
/// <remarks>
/// Each level smooths both images and compares them at random places of the fixed image's head, between its voxels, so that
/// no shift by whole voxels is favoured. The coarsest level looks at many turns first, since heads may lie far apart. The
/// same images and seed give the same bits on any number of threads.
/// </remarks>
public static class RigidRegistration
{
    /// <summary>The largest image, in mm³: a cube of a metre. What is larger has a wrong voxel size, and would fill the memory.</summary>
    public const double LargestVolume = 1e9;

    // The mm of a voxel, how many places are compared, and how many candidates of the level before are followed.
    private static readonly (double Millimetres, int Places, int Followed)[] Levels =
    [
        (8, 8_000, 6),
        (4, 30_000, 2),
        (2, 80_000, 1),
    ];

    // Places of images that have nothing in common show a fiftieth of this by chance.
    private const double LeastInformation = 0.05;

    // Less of the head says too little about the rest.
    private const double LeastOverlap = 0.25;

    /// <summary>Finds the transform from a fixed image's world to a moving image's.</summary>
    /// <param name="reference">The fixed image.</param>
    /// <param name="moving">The same head, in any contrast, orientation and resolution.</param>
    /// <param name="isNear">True if the headers are roughly right: only what lies nearby is looked at.</param>
    /// <param name="isRough">True to end at 4 mm: in a third of the time, to a millimetre or two.</param>
    /// <param name="seed">Chooses the places that are compared.</param>
    /// <param name="cancellation">Stops between levels.</param>
    /// <returns>Null if they tell nothing about each other wherever they are put.</returns>
    public static RigidAlignment? Align(
        Volume<float> reference,
        Volume<float> moving,
        bool isNear = false,
        bool isRough = false,
        ulong seed = 1,
        CancellationToken cancellation = default
    )
    {
        if (Pyramid(reference) is not { } fixedLevels || Pyramid(moving) is not { } movingLevels)
            return null;
        IReadOnlyList<RigidTransform> found = [];
        RegistrationLevel? level = null;
        foreach (var (n, (millimetres, places, followed)) in isRough ? Levels.SkipLast(1).Index() : Levels.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            level = RegistrationLevel.TryMake(fixedLevels[n], movingLevels[n], places, seed);
            if (level is null)
                return null;
            // What grew out of the headers comes first and is never dropped: slabs and other small fields of view may look
            // better elsewhere as long as they are coarse.
            var starts =
                n > 0 ? found.Take(followed + 1)
                : isNear ? [level.Headers]
                : level.Search(followed).Prepend(level.Headers);
            found = level.Distinct([.. starts.Select(level.Improve)], millimetres / 2);
        }

        return Judge(level!, found.MaxBy(level!.Score));
    }

    /// <summary>How far apart two images are that should lie on each other: a search nearby, at 4 mm only.</summary>
    /// <param name="reference">The fixed image.</param>
    /// <param name="moving">The same head.</param>
    /// <param name="seed">Chooses the places that are compared.</param>
    /// <returns>Null if they tell nothing about each other.</returns>
    public static RigidAlignment? Refine(Volume<float> reference, Volume<float> moving, ulong seed = 1)
    {
        var (millimetres, places, _) = Levels[1];
        if (Coarser(reference, millimetres) is not { } here || Coarser(moving, millimetres) is not { } there)
            return null;
        var level = RegistrationLevel.TryMake(here, there, places, seed);
        return level is null ? null : Judge(level, level.Improve(level.Headers));
    }

    private static RigidAlignment? Judge(RegistrationLevel level, RigidTransform found)
    {
        var (information, overlap) = level.Measure(found);
        return information < LeastInformation || overlap < LeastOverlap
            ? null
            : new(
                found,
                found.LargestShift(level.Corners),
                information,
                level.Measure(level.Headers).Information,
                overlap
            );
    }

    // Coarsest first; each made of the next finer one. Null if no head is so large.
    private static Volume<float>[]? Pyramid(Volume<float> image)
    {
        var levels = new Volume<float>[Levels.Length];
        for (var n = Levels.Length - 1; n >= 0; n--)
        {
            if (Coarser(image, Levels[n].Millimetres) is not { } coarser)
                return null;
            levels[n] = image = coarser;
        }

        return levels;
    }

    private static Volume<float>? Coarser(Volume<float> image, double millimetres) =>
        image.Size.Voxels * image.Geometry.VoxelVolume > LargestVolume
            ? null
            : Resample.ToSpacing(
                GaussianFilter.Smooth(image, millimetres / 2),
                Spacing.Isotropic(millimetres),
                // Between thick slices a straight line is a blur, which would be taken for something to fit.
                Interpolation.Cubic
            );
}
