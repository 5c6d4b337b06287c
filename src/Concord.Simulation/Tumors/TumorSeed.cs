using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors;

/// <summary>The first stage: where a tumour begins, and how large it is before it pushes anything aside.</summary>
public static class TumorSeed
{
    // How deep in its tissue a seed lies, in mm, if there is a place so deep.
    private const float WhiteDepth = 4;
    private const float GreyDepth = 1;

    // Seeds of one tumour lie within this of the first, in mm.
    private const double Cluster = 35;

    // Above brain stem and cerebellum: relative to the middle of the brain, in mm.
    private const double Below = 25;

    /// <summary>Chooses where seeds lie in a healthy head.</summary>
    /// <param name="healthy">The head, on voxels of 1 to 3 mm.</param>
    /// <param name="settings">How many seeds, and in which tissue.</param>
    /// <param name="seed">Which places.</param>
    /// <returns>Their centres, world mm.</returns>
    /// <exception cref="BadInputException">The head has no room for a seed in that tissue.</exception>
    public static IReadOnlyList<Point3> Choose(HeadAnatomy healthy, TumorSettings settings, ulong seed)
    {
        var random = new Random64(seed, 0x53454544);
        var sites = Sites(healthy, settings.StartsInGrey);
        if (sites.Count == 0)
            throw new BadInputException(
                "the anatomy",
                $"has no {(settings.StartsInGrey ? "grey" : "white")} matter where a tumour could begin",
                "choose another anatomy"
            );
        List<Point3> centres = [];
        for (var i = 0; i < settings.Seeds; i++)
        {
            var near = centres.Count == 0 ? sites : [.. sites.Where(s => (s - centres[0]).Length < Cluster)];
            centres.Add(near[random.Next(near.Count)]);
        }

        return centres;
    }

    /// <summary>Makes the seeds: uneven balls of brain tissue.</summary>
    /// <param name="tissue">The membership of brain tissue, on voxels of about 1 mm.</param>
    /// <param name="centres">Where they lie, world mm.</param>
    /// <param name="millilitres">Their volume together.</param>
    /// <param name="seed">Their shapes.</param>
    /// <returns>The membership of the seeds, in [0, 1], not above that of brain tissue.</returns>
    public static Volume<float> Make(
        Volume<float> tissue,
        IReadOnlyList<Point3> centres,
        double millilitres,
        ulong seed
    )
    {
        // Where fluid is near, part of a ball lies in it: the radius grows until the volume fits.
        var random = new Random64(seed, 0x42454E44);
        var bend = new PlaneWaves(ref random, 12, 6, 18);
        var radius = Math.Cbrt(3000 * millilitres / centres.Count / (4 * Math.PI));
        for (var attempt = 0; ; attempt++)
        {
            var membership = Balls(tissue, centres, (float)radius, bend);
            var volume = membership.Voxels.Sum(v => (double)v) * tissue.Geometry.VoxelVolume / 1000;
            if (Math.Abs(volume / millilitres - 1) < 0.01 || attempt == 12)
                return membership;
            radius *= Math.Cbrt(millilitres / Math.Max(volume, 1e-3));
        }
    }

    /// <summary>Brain tissue: where a tumour can be.</summary>
    internal static IReadOnlyList<Tissue> Parenchyma { get; } = [.. Tissues.Grey, .. Tissues.White, Tissue.Lesion];

    private static Volume<float> Balls(
        Volume<float> tissue,
        IReadOnlyList<Point3> centres,
        float radius,
        PlaneWaves bend
    )
    {
        var grid = tissue.Geometry;
        var edge = (float)Math.Cbrt(grid.VoxelVolume);
        var result = new Volume<float>(grid);
        for (var i = 0; i < tissue.Voxels.Length; i++)
        {
            if (tissue.Voxels[i] <= 0)
                continue;
            var p = Voxels.World(grid, i);
            var nearest = (float)centres.Min(c => (p - c).Length);
            if (nearest > 2 * radius + 2)
                continue;
            var bent = nearest - radius * (1 + 0.18f * bend.Value(new Vector3((float)p.X, (float)p.Y, (float)p.Z)));
            result.Voxels[i] = Math.Min(Math.Clamp(0.5f - bent / edge, 0, 1) * tissue.Voxels[i], 1);
        }

        return result;
    }

    private static List<Point3> Sites(HeadAnatomy healthy, bool inGrey)
    {
        var share = healthy.Sum(inGrey ? Tissues.Grey : Tissues.White);
        var other = share.With(Array.ConvertAll(share.Voxels, s => s < 0.5f ? (byte)1 : (byte)0));
        var depth = DistanceTransform.ToNearest(other).Voxels;
        var ventricles = healthy.VentricleDistance.Voxels;
        var grid = healthy.Geometry;
        var least = inGrey ? GreyDepth : WhiteDepth;
        List<Point3> sites = [];
        for (var i = 0; i < depth.Length; i++)
        {
            if (depth[i] < least || !float.IsFinite(depth[i]) || ventricles[i] < 3)
                continue;
            var p = Voxels.World(grid, i);
            sites.Add(p);
        }

        if (sites.Count == 0)
            return sites;
        var middle = sites.Average(p => p.Z);
        return [.. sites.Where(p => p.Z > middle - Below)];
    }
}
