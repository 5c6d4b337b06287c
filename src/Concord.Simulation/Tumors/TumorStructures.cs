using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors;

/// <summary>
/// The parts of a tumour: a rim that takes up contrast agent, a solid core that doesn't, and dead tissue in the middle of a
/// large one. Of a low grade all of it is solid.
/// </summary>
public static class TumorStructures
{
    // The rim's thickness in mm, and how wide the transition between two parts is.
    private const float Rim = 4.5f;
    private const float Edge = 1.2f;

    /// <summary>Divides a tumour.</summary>
    /// <param name="density">Its cells' density in [0, 1]; it counts as tumour from one half on.</param>
    /// <param name="plan">Its grade.</param>
    /// <param name="settings">From which volume on it is dead inside.</param>
    /// <param name="seed">How its parts are shaped.</param>
    /// <returns>The shares of the tumour in each voxel that enhance and that are dead; the rest is solid.</returns>
    public static (Volume<float> Enhancing, Volume<float> Necrosis) Divide(
        Volume<float> density,
        TumorPlan plan,
        TumorSettings settings,
        ulong seed
    )
    {
        var grid = density.Geometry;
        var (enhancing, necrosis) = (new Volume<float>(grid), new Volume<float>(grid));
        if (plan.Grade == TumorGrade.Low)
            return (enhancing, necrosis);
        var random = new Random64(seed, 0x53545255);
        var bend = new PlaneWaves(ref random, 16, 8, 25);
        var (rimThickness, gap) = (Rim * random.Between(0.7, 1.4), random.Between(0, 2.5));
        var mask = density.With(Array.ConvertAll(density.Voxels, u => u >= 0.5f ? (byte)1 : (byte)0));
        var depth = DistanceTransform.Signed(mask).Voxels;
        var volume = mask.Voxels.Count(m => m != 0) * grid.VoxelVolume / 1000;
        for (var i = 0; i < depth.Length; i++)
        {
            var inside = -depth[i];
            if (inside < -3)
                continue;
            var p = Voxels.World(grid, i);
            var wave = bend.Value(new Vector3((float)p.X, (float)p.Y, (float)p.Z));
            var rim = (float)rimThickness * MathF.Max(1 + 0.45f * wave, 0.2f);
            // The outermost millimetre is infiltrated tissue: it enhances less.
            var e = Ramp(inside - 0.5f) * (1 - Ramp(inside - rim));
            var n = volume >= settings.NecrosisVolume ? Ramp(inside - rim - (float)gap - 0.8f * wave) : 0;
            necrosis.Voxels[i] = n;
            enhancing.Voxels[i] = MathF.Min(e, 1 - n);
        }

        return (enhancing, necrosis);
    }

    private static float Ramp(float distance) => Math.Clamp(0.5f + distance / Edge, 0, 1);
}
