using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Tumors;

/// <summary>What each cell of a head is for the mechanics of a growing tumour.</summary>
internal static class HeadMaterials
{
    // The falx is a sheet as thick as two cells (one has no stiffness against bending) in the fluid between the hemispheres.
    // Near the lateral ventricles there is none: it ends above the corpus callosum.
    private const float FalxBegins = 9;

    /// <summary>Assigns materials.</summary>
    /// <param name="subject">The healthy subject.</param>
    /// <param name="healthy">The same, sampled on the grid of the mechanics.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public static Volume<byte> Assign(AnatomySource subject, HeadAnatomy healthy, int threads)
    {
        var grid = healthy.Geometry;
        var (fluid, tissue) = (healthy.Sum(Tissues.Csf), healthy.Sum(TumorSeed.Parenchyma));
        var ventricles = healthy.VentricleDistance;
        var result = new Volume<byte>(grid);
        Rows.ForEachPlane(
            grid.Size.Z,
            threads,
            () => (Points: new PointRow(grid.Size.X), Aside: new float[grid.Size.X]),
            (z, scratch) =>
            {
                for (var y = 0; y < grid.Size.Y; y++)
                {
                    scratch.Points.Set(grid.Affine, 0, y, z);
                    subject.Aside(scratch.Points, scratch.Aside);
                    var f = fluid.Row(y, z);
                    var t = tissue.Row(y, z);
                    var v = ventricles.Row(y, z);
                    var row = result.Row(y, z);
                    var dura = healthy[Tissue.Connective].Row(y, z);
                    for (var x = 0; x < row.Length; x++)
                    {
                        var isInside = f[x] + t[x] >= 0.5f;
                        var isMiddle = Math.Abs(scratch.Aside[x]) <= grid.Spacing.X && v[x] > FalxBegins;
                        // Thinner than a cell, it is never most of one.
                        var isFalx = isMiddle && (t[x] < 0.7f && f[x] > 0.15f || dura[x] > 0.1f) && f[x] + t[x] > 0.2f;
                        row[x] = (byte)(
                            isFalx ? HeadMaterial.Falx
                            : !isInside ? HeadMaterial.Rigid
                            : t[x] >= f[x] ? HeadMaterial.Parenchyma
                            : HeadMaterial.Fluid
                        );
                    }
                }
            }
        );
        return WithoutSpurs(result, healthy[Tissue.Connective]);
    }

    /// <summary>
    /// Leaves as rigid only what is two cells thick: a lone cell of a vessel or a membrane would stop all that grows past
    /// it, since nothing around it could move without tearing.
    /// </summary>
    private static Volume<byte> WithoutSpurs(Volume<byte> materials, Volume<float> connective)
    {
        var (size, isThick) = (materials.Size, new bool[materials.Voxels.Length]);
        // What is beyond the grid is rigid, as the body is.
        for (var z = -1; z < size.Z; z++)
        for (var y = -1; y < size.Y; y++)
        for (var x = -1; x < size.X; x++)
        {
            var cells = Block(size, x, y, z);
            if (cells.All(i => IsRigid(materials.Voxels[i])))
            {
                foreach (var i in cells)
                    isThick[i] = true;
            }
        }

        var result = materials.With((byte[])materials.Voxels.Clone());
        for (var i = 0; i < isThick.Length; i++)
        {
            if (IsRigid(materials.Voxels[i]) && !isThick[i])
                result.Voxels[i] = (byte)(connective.Voxels[i] >= 0.5f ? HeadMaterial.Falx : HeadMaterial.Fluid);
        }

        return result;
    }

    private static List<int> Block(GridSize size, int x, int y, int z)
    {
        var cells = new List<int>(8);
        for (var c = 0; c < 8; c++)
        {
            var (i, j, k) = (x + (c & 1), y + (c >> 1 & 1), z + (c >> 2));
            if ((uint)i < (uint)size.X && (uint)j < (uint)size.Y && (uint)k < (uint)size.Z)
                cells.Add(i + size.X * (j + size.Y * k));
        }

        return cells;
    }

    private static bool IsRigid(byte material) => (HeadMaterial)material == HeadMaterial.Rigid;
}
