using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors;

/// <summary>A seed that a user drew on an anatomy, carried into the subject's space.</summary>
/// <param name="Mask">1 where the tumour begins, 0 elsewhere, in the anatomy's space.</param>
/// <param name="Map">From the subject's points to the anatomy's; null if they are the same.</param>
/// <param name="Source">The file, for messages.</param>
public sealed record SeedMask(Volume<float> Mask, SubjectMap? Map, string Source)
{
    // Where the mask lies in the subject is found on such a grid, in mm.
    private const double SearchSpacing = 2;

    /// <summary>The corners of what the mask covers in a subject, world mm.</summary>
    /// <exception cref="BadInputException">The mask is empty, or lies outside the brain.</exception>
    internal IReadOnlyList<Point3> Extent(AnatomySource subject)
    {
        if (!Mask.Voxels.Any(v => v > 0))
            throw new BadInputException(Source, "has no voxel above 0", "draw where the tumour begins");
        var grid = BrainGrid.Around(subject, SearchSpacing, -1);
        var tissue = subject.Sample(grid, TumorSeed.Parenchyma, null, SliceProfile.Point, -1).Sum(TumorSeed.Parenchyma);
        var seed = On(tissue, required: false);
        var (low, high) = (default(Point3?), default(Point3));
        for (var i = 0; i < seed.Voxels.Length; i++)
        {
            if (seed.Voxels[i] < 0.25f)
                continue;
            var p = Voxels.World(grid, i);
            high = low is null ? p : new(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y), Math.Max(high.Z, p.Z));
            low = low is not { } l ? p : new(Math.Min(l.X, p.X), Math.Min(l.Y, p.Y), Math.Min(l.Z, p.Z));
        }

        return low is { } first
            ? [first, high]
            : throw new BadInputException(Source, "lies outside the brain", "draw it in the space of the anatomy");
    }

    /// <summary>The seed on a grid, in brain tissue only.</summary>
    /// <exception cref="BadInputException">Nothing of it is brain tissue.</exception>
    internal Volume<float> On(Volume<float> tissue, bool required = true)
    {
        var (sampler, result) = (new FieldSampler(Mask), new Volume<float>(tissue.Geometry));
        var points = new PointRow(tissue.Size.X);
        for (var z = 0; z < tissue.Size.Z; z++)
        for (var y = 0; y < tissue.Size.Y; y++)
        {
            points.Set(tissue.Geometry.Affine, 0, y, z);
            Map?.Apply(points);
            var row = result.Row(y, z);
            sampler.Fill(points, row);
            var here = tissue.Row(y, z);
            for (var x = 0; x < row.Length; x++)
                row[x] = Math.Clamp(row[x], 0, 1) * Math.Min(here[x], 1);
        }

        return !required || result.Voxels.Any(v => v >= 0.25f)
            ? result
            : throw new BadInputException(Source, "lies outside the brain", "draw it in the space of the anatomy");
    }
}
