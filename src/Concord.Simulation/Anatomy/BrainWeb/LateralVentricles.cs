using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>
/// Tells the lateral ventricles from the other fluid of a head. Depth alone doesn't do: the cisterns under the corpus
/// callosum lie as deep. What joins the ventricles to them is narrow, and the third ventricle lies at the midline: without
/// both, the largest part of the deep fluid of either side is a ventricle.
/// </summary>
internal static class LateralVentricles
{
    // In mm. How far from the skull: most of the temporal horns lies deeper, most cisterns and sulci don't.
    private const float Deep = 18;

    // In mm. Foramina and sulci whose middle lies nearer than this to other tissue don't join fluid.
    private const float Narrow = 1.5f;

    // In voxels, a little more than one. On coarse grids, what is one or two voxels wide is narrow, too: there it is partial
    // volume that joins sulci and ventricles.
    private const float Step = 1.05f;

    // In mm. The third ventricle lies nearer to the midline.
    private const float Aside = 3;

    // In mm. How much of the fluid beside a part found is its own: what was too narrow, or too near to the midline.
    private const float Reach = 3;

    private static readonly Tissue[] Outside =
    [
        Tissue.Background,
        Tissue.Skull,
        Tissue.Marrow,
        Tissue.Fat,
        Tissue.Muscle,
        Tissue.Skin,
    ];

    /// <summary>Makes the fluid of the lateral ventricles <see cref="Tissue.Ventricle"/>; nothing if there is none.</summary>
    public static void Mark(MembershipLanes lanes, Midline midline, int threads)
    {
        var fluid = Half(lanes, [Tissue.Csf], threads);
        var ventricles = Find(fluid, Half(lanes, Outside, threads), midline, threads);
        var spacing = lanes.Geometry.Spacing;
        // The diagonal of a voxel: their wall, which they fill in part.
        var rim = 1.01 * Math.Sqrt(spacing.X * spacing.X + spacing.Y * spacing.Y + spacing.Z * spacing.Z);
        var distance = DistanceTransform.ToNearest(ventricles, threads).Voxels;
        var bytes = lanes.Bytes;
        for (var i = 0; i < distance.Length; i++)
        {
            var isWall = fluid.Voxels[i] == 0 && distance[i] <= rim;
            if (ventricles.Voxels[i] == 0 && !isWall)
                continue;
            var voxel = bytes.Slice(MembershipLanes.Width * i, MembershipLanes.Width);
            (voxel[(int)Tissue.Ventricle], voxel[(int)Tissue.Csf]) = (voxel[(int)Tissue.Csf], 0);
        }
    }

    /// <summary>Which voxels of fluid are of the lateral ventricles.</summary>
    private static Volume<byte> Find(Volume<byte> fluid, Volume<byte> outside, Midline midline, int threads)
    {
        var found = new Volume<byte>(fluid.Geometry);
        // Holes in the brain, such as vessels that have no file, aren't outside it.
        var head = new Volume<byte>(fluid.Geometry);
        AddLargest(outside, head);
        var depth = DistanceTransform.ToNearest(head, threads);
        var solid = fluid.With(Array.ConvertAll(fluid.Voxels, v => (byte)(1 - v)));
        var width = DistanceTransform.ToNearest(solid, threads);
        var spacing = fluid.Geometry.Spacing;
        var step = Step * (float)Math.Max(spacing.X, Math.Max(spacing.Y, spacing.Z));
        var narrow = Math.Max(Narrow, step);
        foreach (var side in new[] { -1, 1 })
            AddLargest(Candidates(depth, width, narrow, midline, side, threads), found);
        var distance = DistanceTransform.ToNearest(found, threads);
        var reach = Math.Max(Reach, step);
        for (var i = 0; i < found.Voxels.Length; i++)
            found.Voxels[i] = distance.Voxels[i] <= reach ? fluid.Voxels[i] : (byte)0;
        return found;
    }

    private static void AddLargest(Volume<byte> mask, Volume<byte> target)
    {
        var parts = ConnectedComponents.Label(mask, Connectivity.Six);
        if (parts.Count == 0)
            return;
        var largest = Enumerable.Range(1, parts.Count).MaxBy(part => parts.VoxelCounts[part]);
        for (var i = 0; i < target.Voxels.Length; i++)
            if (parts.Labels.Voxels[i] == largest)
                target.Voxels[i] = 1;
    }

    private static Volume<byte> Candidates(
        Volume<float> depth,
        Volume<float> width,
        float narrow,
        Midline midline,
        int side,
        int threads
    )
    {
        var candidates = new Volume<byte>(depth.Geometry);
        Rows.ForEachPlane(
            depth.Size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < depth.Size.Y; y++)
                {
                    var row = candidates.Row(y, z);
                    var deep = depth.Row(y, z);
                    var wide = width.Row(y, z);
                    for (var x = 0; x < row.Length; x++)
                        if (
                            wide[x] >= narrow
                            && deep[x] >= Deep
                            && side * midline.Distance(depth.Geometry.Affine.Apply(new(x, y, z))) >= Aside
                        )
                            row[x] = 1;
                }
            }
        );
        return candidates;
    }

    /// <summary>Which voxels some tissues fill by half or more.</summary>
    private static Volume<byte> Half(MembershipLanes lanes, Tissue[] tissues, int threads)
    {
        var mask = new Volume<byte>(lanes.Geometry);
        var plane = lanes.Geometry.Size.X * lanes.Geometry.Size.Y;
        Rows.ForEachPlane(
            lanes.Geometry.Size.Z,
            threads,
            z =>
            {
                var bytes = lanes.Bytes.Slice(MembershipLanes.Width * z * plane, MembershipLanes.Width * plane);
                var target = mask.Plane(z);
                for (var i = 0; i < target.Length; i++)
                {
                    var share = 0;
                    foreach (var tissue in tissues)
                        share += bytes[MembershipLanes.Width * i + (int)tissue];
                    target[i] = 2 * share >= MembershipLanes.Whole ? (byte)1 : (byte)0;
                }
            }
        );
        return mask;
    }
}
