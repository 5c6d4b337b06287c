using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;

namespace Concord.Labels.Subjects;

/// <summary>
/// Brings labels and masks onto the grid of a subject's first image, by nearest neighbour. They lie on the grid of one of its
/// sequences, and move with that; or they cover the first image's field of view at another resolution.
/// </summary>
/// <param name="target">The first image's grid.</param>
/// <param name="firstPath">Its file.</param>
/// <param name="sequences">
/// The other sequences, by file: a file's own grid, and that grid in the first image's world.
/// </param>
internal sealed class LabelPlacement(
    VolumeGeometry target,
    string firstPath,
    IEnumerable<(string Path, VolumeGeometry Own, Lazy<VolumeGeometry> Placed)> sequences
)
{
    /// <summary>Labels on the target grid; the same volume if they lie there already.</summary>
    /// <param name="labels">Values or a mask.</param>
    /// <param name="path">Their file.</param>
    /// <param name="remarks">Told if they were resampled.</param>
    /// <exception cref="BadInputException">They belong to no sequence.</exception>
    public Volume<T> Bring<T>(Volume<T> labels, string path, List<SubjectRemark> remarks)
        where T : unmanaged
    {
        if (SubjectReader.IsSameGrid(labels.Geometry, target))
            return labels;
        foreach (var (other, own, placed) in sequences)
        {
            if (!SubjectReader.IsSameGrid(labels.Geometry, own))
                continue;
            var moved = new Volume<T>(placed.Value, labels.Voxels);
            remarks.Add(
                Resampled($"lies on the grid of {other}: resampled onto that of {firstPath}{Uncovered(moved)}")
            );
            return Resample.Labels(moved, target);
        }

        if (!CoversTheSame(labels.Geometry, target))
            SubjectReader.RequireSameGrid(path, labels.Geometry, firstPath, target);
        remarks.Add(
            Resampled(
                $"has voxels of {labels.Geometry.Spacing}: resampled onto the grid of {firstPath}{Uncovered(labels)}"
            )
        );
        return Resample.Labels(labels, target);

        SubjectRemark Resampled(string text) => new(SubjectRemarkKind.Resampled, path, text);
    }

    // What labels don't reach gets the value 0, which a protocol may take for background.
    private string Uncovered<T>(Volume<T> labels)
        where T : unmanaged
    {
        var all = new byte[labels.Voxels.Length];
        Array.Fill(all, (byte)1);
        var covered = Resample.Labels(labels.With(all), target).Voxels.LongCount(v => v != 0);
        var share = 1 - (double)covered / target.Size.Voxels;
        return share < 0.01
            ? ""
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"; {share:0 %} of that lie outside of it, and are taken for 0"
            );
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
