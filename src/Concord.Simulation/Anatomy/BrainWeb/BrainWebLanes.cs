using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>Turns the volumes of a model into memberships of the simulator's tissues.</summary>
internal static class BrainWebLanes
{
    // Below this spacing, in mm, voxels are averaged: the 20 subjects have 0.5 mm, the classic phantom 1 mm.
    private const double Fine = 0.8;

    // What each of the eight voxels of a block adds, exactly.
    private const int Eighth = MembershipLanes.Whole / 8;

    /// <summary>The tissue of a class.</summary>
    public static Tissue TissueOf(BrainWebClass member, bool keepLesions) =>
        member switch
        {
            BrainWebClass.Csf => Tissue.Csf,
            BrainWebClass.GreyMatter or BrainWebClass.Glial => Tissue.GreyMatter,
            BrainWebClass.WhiteMatter => Tissue.WhiteMatter,
            BrainWebClass.Lesion => keepLesions ? Tissue.Lesion : Tissue.WhiteMatter,
            BrainWebClass.Fat or BrainWebClass.AroundFat => Tissue.Fat,
            BrainWebClass.Muscle => Tissue.Muscle,
            BrainWebClass.Skin => Tissue.Skin,
            BrainWebClass.Skull => Tissue.Skull,
            BrainWebClass.Vessels => Tissue.Vessel,
            BrainWebClass.Connective or BrainWebClass.Dura => Tissue.Connective,
            BrainWebClass.Marrow => Tissue.Marrow,
            _ => Tissue.Background,
        };

    /// <summary>The shares of classes in blocks of fine voxels; else one class a voxel, smoothed.</summary>
    public static MembershipLanes OfClasses(Volume<byte> classes, bool keepLesions, int threads)
    {
        var lanes = Lanes(classes.Geometry, out var step);
        var tissues = Enum.GetValues<BrainWebClass>().Select(c => (int)TissueOf(c, keepLesions)).ToArray();
        var share = step == 1 ? (byte)1 : (byte)Eighth;
        Rows.ForEachPlane(
            lanes.Geometry.Size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < lanes.Geometry.Size.Y; y++)
                {
                    var row = Row(lanes, y, z);
                    foreach (var source in Block(classes, y, z, step))
                        for (var x = 0; x < row.Length / MembershipLanes.Width; x++)
                        for (var i = 0; i < step; i++)
                        {
                            var member = classes.Voxels[source + Math.Min(step * x + i, classes.Size.X - 1)];
                            row[MembershipLanes.Width * x + tissues[member]] += share;
                        }
                }
            }
        );
        if (step == 1)
            lanes.Smooth();
        return lanes;
    }

    /// <summary>
    /// Memberships, averaged over blocks of fine voxels, in parts of <see cref="MembershipLanes.Whole"/>. Not they but their
    /// running sum over the tissues is rounded: so they sum exactly, none is off by a part, and what is 0 stays 0.
    /// </summary>
    public static MembershipLanes OfMemberships(
        IReadOnlyDictionary<BrainWebClass, Volume<float>> memberships,
        bool keepLesions,
        int threads
    )
    {
        var first = memberships.Values.First();
        var lanes = Lanes(first.Geometry, out var step);
        var tissues = memberships
            .OrderBy(m => m.Key)
            .GroupBy(m => TissueOf(m.Key, keepLesions), m => m.Value)
            .OrderBy(g => g.Key)
            .Select(g => (Lane: (int)g.Key, Volumes: g.ToArray()))
            .ToArray();
        var width = lanes.Geometry.Size.X;
        Rows.ForEachPlane(
            lanes.Geometry.Size.Z,
            threads,
            () =>
                (Fine: new float[first.Size.X], Sum: new float[width], Before: new float[width], Now: new float[width]),
            (z, scratch) =>
            {
                var (fine, sum, before, now) = scratch;
                for (var y = 0; y < lanes.Geometry.Size.Y; y++)
                {
                    var row = Row(lanes, y, z);
                    sum.AsSpan().Clear();
                    before.AsSpan().Clear();
                    foreach (var (lane, volumes) in tissues)
                    {
                        fine.AsSpan().Clear();
                        foreach (var volume in volumes)
                        foreach (var source in Block(volume, y, z, step))
                            TensorPrimitives.Add(fine, volume.Voxels.AsSpan(source, fine.Length), fine);
                        for (var x = 0; x < width; x++)
                        for (var i = 0; i < step; i++)
                            sum[x] += fine[Math.Min(step * x + i, fine.Length - 1)];
                        TensorPrimitives.Multiply(sum, (float)MembershipLanes.Whole / (step * step * step), now);
                        TensorPrimitives.Round(now, now);
                        for (var x = 0; x < width; x++)
                            row[MembershipLanes.Width * x + lane] = (byte)(now[x] - before[x]);
                        (before, now) = (now, before);
                    }
                }
            }
        );
        return lanes;
    }

    private static MembershipLanes Lanes(VolumeGeometry grid, out int step)
    {
        var s = grid.Spacing;
        step = Math.Max(s.X, Math.Max(s.Y, s.Z)) < Fine ? 2 : 1;
        if (step == 1)
            return new(grid);
        // A block's centre lies half a voxel after that of its first voxel.
        var size = new GridSize((grid.Size.X + 1) / 2, (grid.Size.Y + 1) / 2, (grid.Size.Z + 1) / 2);
        return new(new(size, grid.Affine.Compose(Affine.FromSpacing(Spacing.Isotropic(2), new(0.5, 0.5, 0.5)))));
    }

    private static Span<byte> Row(MembershipLanes lanes, int y, int z)
    {
        var size = lanes.Geometry.Size;
        var length = MembershipLanes.Width * size.X;
        return lanes.Bytes.Slice((z * size.Y + y) * length, length);
    }

    /// <summary>Where the rows begin that a row of blocks averages; at the far side of an odd grid the last ones twice.</summary>
    private static int[] Block<T>(Volume<T> volume, int y, int z, int step)
        where T : unmanaged =>
        [
            .. from k in Enumerable.Range(step * z, step)
            from j in Enumerable.Range(step * y, step)
            select volume.Index(0, Math.Min(j, volume.Size.Y - 1), Math.Min(k, volume.Size.Z - 1)),
        ];
}
