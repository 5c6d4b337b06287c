using System.Numerics.Tensors;
using Concord.Imaging.Geometry;
using Concord.Simulation.Deformation;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// Where the anatomy of subjects comes from: it tells the memberships at any point of its own space, so that a subject
/// can lie on any grid, deformed in any way, and each voxel is sampled once.
/// </summary>
public abstract class AnatomySource
{
    /// <summary>What it is called in the records of a subject.</summary>
    public abstract string Name { get; }

    /// <summary>The middle of the brain in world mm (RAS+) of the source.</summary>
    public abstract Point3 Centre { get; }

    /// <summary>The plane between the hemispheres.</summary>
    public abstract Midline Midline { get; }

    /// <summary>What was noticed while it was read.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>The grid of the file that it was read from; null if it has none.</summary>
    public virtual VolumeGeometry? Grid => null;

    /// <summary>The finest detail in mm: a coarser grid takes several samples in each voxel.</summary>
    internal abstract double Detail { get; }

    /// <summary>The tissues that it may hold.</summary>
    internal abstract IReadOnlyList<Tissue> Present { get; }

    /// <summary>Tells the memberships at some points; those of one point sum to one. The points may move.</summary>
    internal abstract void Fill(PointRow points, ShareRow shares);

    /// <summary>
    /// The distance of points from the plane between the hemispheres in mm, negative on the left. The points may move.
    /// </summary>
    internal virtual void Aside(PointRow points, Span<float> distances)
    {
        for (var i = 0; i < distances.Length; i++)
            distances[i] = (float)Midline.Distance(new(points.X[i], points.Y[i], points.Z[i]));
    }

    /// <summary>Samples the anatomy on a grid.</summary>
    /// <param name="grid">The subject's grid.</param>
    /// <param name="map">From the subject's points to those of this source; null if they are the same.</param>
    /// <param name="slices">How voxels are averaged; by default evenly.</param>
    /// <param name="threads">
    /// The most threads to use; -1 for as many as there are cores. The result is the same.
    /// </param>
    public HeadAnatomy Sample(
        VolumeGeometry grid,
        SubjectMap? map = null,
        SliceProfile? slices = null,
        int threads = -1
    ) => Sample(grid, Present, map, slices ?? SliceProfile.Even, threads);

    /// <summary>Samples some of the tissues only, to save memory: the others are absent from the result.</summary>
    internal HeadAnatomy Sample(
        VolumeGeometry grid,
        IReadOnlyList<Tissue> tissues,
        SubjectMap? map,
        SliceProfile slices,
        int threads
    )
    {
        var samples = slices.Samples(grid, Detail);
        IReadOnlyList<Tissue> wanted = [.. Present.Intersect(tissues)];
        var anatomy = new HeadAnatomy(grid, wanted);
        Rows.ForEachPlane(
            grid.Size.Z,
            threads,
            () => new Scratch(grid.Size.X),
            (z, scratch) =>
            {
                for (var y = 0; y < grid.Size.Y; y++)
                {
                    foreach (var (offset, weight) in samples)
                    {
                        scratch.Points.Set(grid.Affine, offset.X, y + offset.Y, z + offset.Z);
                        map?.Apply(scratch.Points);
                        Fill(scratch.Points, scratch.Shares);
                        foreach (var tissue in wanted)
                        {
                            var row = anatomy[tissue].Row(y, z);
                            var share = scratch.Shares[tissue].AsSpan(0, row.Length);
                            if (samples.Count == 1)
                                share.CopyTo(row);
                            else
                                TensorPrimitives.MultiplyAdd(share, weight, row, row);
                        }
                    }
                }
            }
        );
        return anatomy;
    }

    private sealed class Scratch
    {
        public Scratch(int count)
        {
            Points = new(count);
            Shares = new(Points);
        }

        public PointRow Points { get; }
        public ShareRow Shares { get; }
    }
}
