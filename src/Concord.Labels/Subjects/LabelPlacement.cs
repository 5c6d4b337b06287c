using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;

namespace Concord.Labels.Subjects;

/// <summary>
/// Brings labels and masks onto the grid of a subject's first image, by nearest neighbour at the centre of its voxels. They
/// lie on the grid of one of its sequences, and move with that; or they cover the first image's field of view at another
/// resolution; or anywhere in its world, if all files of the dataset lie in one.
/// </summary>
/// <param name="target">The first image's grid.</param>
/// <param name="firstPath">Its file.</param>
/// <param name="sequences">
/// The other sequences, by file: a file's own grid, and that grid in the first image's world.
/// </param>
/// <param name="isSameWorld">Whether the dataset's files lie in one world.</param>
internal sealed class LabelPlacement(
    VolumeGeometry target,
    string firstPath,
    IEnumerable<(string Path, VolumeGeometry Own, Lazy<VolumeGeometry> Placed)> sequences,
    bool isSameWorld
)
{
    /// <summary>Labels on the target grid; the same volume if they lie there already.</summary>
    /// <param name="labels">Categories or a mask.</param>
    /// <param name="outside">What a voxel becomes that they don't reach.</param>
    /// <param name="path">Their file.</param>
    /// <param name="remarks">Told if they were resampled.</param>
    /// <exception cref="BadInputException">They belong to no sequence, or reach nothing of the first image.</exception>
    public Volume<byte> Bring(Volume<byte> labels, byte outside, string path, List<SubjectRemark> remarks)
    {
        labels = SubjectReader.OnAxesOf(labels, target);
        if (SubjectReader.IsSameGrid(labels.Geometry, target))
            return labels;
        var (moved, how) = Place(labels, path);
        var all = new byte[labels.Voxels.Length];
        Array.Fill(all, (byte)1);
        var reached = Resample.Labels(moved.With(all), target).Voxels.LongCount(v => v != 0);
        if (reached == 0)
            throw new BadInputException(
                path,
                $"lies wholly outside the field of view of {firstPath}",
                "check both headers, or give the files of one subject"
            );
        var missed = 1 - (double)reached / target.Size.Voxels;
        var unknown =
            missed < 0.01
                ? ""
                : string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"; {missed:0 %} of that lie outside of it, and what is there isn't known"
                );
        remarks.Add(new(SubjectRemarkKind.Resampled, path, $"{how}: resampled onto the grid of {firstPath}{unknown}"));
        return Resample.Labels(moved, target, outside);
    }

    private (Volume<byte> Labels, string How) Place(Volume<byte> labels, string path)
    {
        var asItLies = (labels, $"has voxels of {labels.Geometry.Spacing}");
        if (isSameWorld)
            return asItLies;
        foreach (var (other, own, placed) in sequences)
            if (SubjectReader.OnAxesOf(labels, own) is var turned && SubjectReader.IsSameGrid(turned.Geometry, own))
                return (new(placed.Value, turned.Voxels), $"lies on the grid of {other}");
        if (
            !CoversTheSame(labels.Geometry, target)
            && SubjectReader.GridProblem(labels.Geometry, firstPath, target) is { } problem
        )
            throw new BadInputException(
                path,
                problem,
                "resample it onto the grid of the first image; or, if all files of the dataset lie in one world, say "
                    + "same_world: true in the manifest"
            );
        return asItLies;
    }

    // Edge to edge, to half a voxel of the coarser grid; voxels of one size that lie elsewhere are a fault.
    private static bool CoversTheSame(VolumeGeometry a, VolumeGeometry b)
    {
        if (a.Size == b.Size)
            return false;
        var (one, other) = (Reorient.Geometry(a, Orientation.Ras), Reorient.Geometry(b, Orientation.Ras));
        var coarsest = Enumerable.Range(0, 3).Max(axis => Math.Max(one.Spacing[axis], other.Spacing[axis]));
        return Edges(one).Zip(Edges(other)).All(e => (e.First - e.Second).Length <= coarsest / 2);
    }

    private static IEnumerable<Point3> Edges(VolumeGeometry grid)
    {
        var (x, y, z) = (grid.Size.X - 0.5, grid.Size.Y - 0.5, grid.Size.Z - 0.5);
        return from i in new[] { -0.5, x }
            from j in new[] { -0.5, y }
            from k in new[] { -0.5, z }
            select grid.Affine.Apply(new(i, j, k));
    }
}
