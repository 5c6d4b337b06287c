using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Lesions;

/// <summary>
/// White matter hyperintensities of presumed vascular origin: caps and bands about the lateral ventricles, and deep ones,
/// punctate or confluent (the two sites and the grades of the scale of Fazekas et al. 1987). Each takes white matter only;
/// what it takes is moved to <see cref="Tissue.Lesion"/>, so that memberships still sum to one.
/// </summary>
public static class WhiteMatterLesions
{
    private const int MostAttempts = 6000;

    // Where deep lesions begin and end, in mm from the lateral ventricles, and how deep in the white matter they lie.
    private const float DeepBegin = 5;
    private const float DeepEnd = 38;
    private const float Depth = 2;

    // Relative to the middle of the lateral ventricles, in mm.
    private const double Midline = 9;
    private const double Below = 22;

    // Deep lesions that flow together have at least this diameter in mm.
    private const double Confluent = 8;

    /// <summary>Places lesions until their volume reaches the one set or drawn, or no room is left.</summary>
    /// <param name="anatomy">The head, which isn't changed.</param>
    /// <param name="settings">How much and how large.</param>
    /// <param name="seed">What makes this load differ from others.</param>
    /// <exception cref="ArgumentException">A range in <paramref name="settings"/> is empty or negative.</exception>
    public static LesionLoad Place(HeadAnatomy anatomy, LesionSettings settings, ulong seed)
    {
        if (settings.MinimumVolume <= 0 || settings.MaximumVolume < settings.MinimumVolume || settings.Volume <= 0)
            throw new ArgumentException("The range of lesion volumes is empty or negative.", nameof(settings));
        if (settings.SmallestDiameter <= 0 || settings.LargestDiameter < settings.SmallestDiameter)
            throw new ArgumentException("The range of lesion diameters is empty or negative.", nameof(settings));

        var random = new Random64(seed, 0x4C455349);
        var canvas = new LesionCanvas(anatomy);
        var target = settings.Volume ?? DrawVolume(settings, ref random);
        var share = Math.Clamp(settings.PeriventricularShare * random.Between(0.8, 1.2), 0, 1);
        List<Lesion> lesions = [];
        if (PeriventricularLesions.Paint(canvas, share * target, ref random) is { } about)
            lesions.Add(about);
        PaintDeep(canvas, settings, target, lesions, ref random);
        return new(canvas.Finish(), lesions, target);
    }

    private static void PaintDeep(
        LesionCanvas canvas,
        LesionSettings settings,
        double target,
        List<Lesion> lesions,
        ref Random64 random
    )
    {
        var volume = lesions.Sum(l => l.Millilitres);
        var geometry = canvas.Anatomy.Geometry;
        var sites = FindSites(canvas.Anatomy);
        for (var attempt = 0; attempt < MostAttempts && volume < 0.98 * target && sites.Count > 0; attempt++)
        {
            var centre = sites[random.Next(sites.Count)];
            var (shape, diameter) = DrawShape(settings, target, target - volume, ref random);
            var painted = canvas.Paint(centre, shape);
            if (painted == 0)
                continue;
            var kind = diameter < Confluent ? LesionKind.Punctate : LesionKind.Confluent;
            lesions.Add(new(kind, Voxels.World(geometry, centre), painted));
            volume += painted;
        }
    }

    private static double DrawVolume(LesionSettings settings, ref Random64 random)
    {
        var (low, high) = (Math.Log(settings.MinimumVolume), Math.Log(settings.MaximumVolume));
        return Math.Exp((low + high) / 2 + (high - low) / 2 * Math.Clamp(random.NextNormal() / 2, -1, 1));
    }

    /// <summary>Draws a size and a shape whose volume is at most <paramref name="room"/> ml.</summary>
    private static (LesionShape Shape, double Diameter) DrawShape(
        LesionSettings settings,
        double target,
        double room,
        ref Random64 random
    )
    {
        // The largest grow with the load: a subject with 1 ml has punctate ones only.
        var largest = Math.Clamp(5 * Math.Cbrt(target), settings.SmallestDiameter, settings.LargestDiameter);
        // Small ones are many: the logarithm of the diameter favours the low end.
        var diameter =
            settings.SmallestDiameter
            * Math.Pow(largest / settings.SmallestDiameter, Math.Pow(random.NextDouble(), 1.6));
        diameter = Math.Min(diameter, 2 * Math.Cbrt(Math.Max(room, 0.01) * 1000 * 3 / (4 * Math.PI)));
        // Longer from back to front, with the volume of the ball.
        var length = random.Between(0.9, 1.6);
        var across = Math.Sqrt(random.Between(0.75, 1.3));
        var side = 1 / Math.Sqrt(length);
        var strength = diameter < 5 ? random.Between(0.8, 1) : random.Between(0.65, 0.95);
        var shape = new LesionShape(
            (float)(diameter / 2 * side * across),
            (float)(diameter / 2 * length),
            (float)(diameter / 2 * side / across)
        )
        {
            Strength = (float)strength,
            Edge = new(ref random, 8, 0.5 * diameter + 2, diameter + 4),
        };
        return (shape, diameter);
    }

    /// <summary>Voxels deep in the white matter, between the periventricular zone and the cortex.</summary>
    private static List<int> FindSites(HeadAnatomy anatomy)
    {
        var white = anatomy[Tissue.WhiteMatter];
        var most = white.With(Array.ConvertAll(white.Voxels, w => w < 0.5f ? (byte)0 : (byte)1));
        var depth = DistanceTransform.Depth(most).Voxels;
        var distance = anatomy.VentricleDistance.Voxels;
        var geometry = anatomy.Geometry;
        var (middle, sites) = (VentricleCentre(anatomy), new List<int>());
        for (var i = 0; i < depth.Length; i++)
        {
            if (depth[i] < Depth || distance[i] is not (> DeepBegin and < DeepEnd))
                continue;
            // They spare corpus callosum, brain stem and cerebellum.
            var place = Voxels.World(geometry, i) - middle;
            if (Math.Abs(place.X) > Midline && place.Z > -Below)
                sites.Add(i);
        }

        return sites;
    }

    private static Point3 VentricleCentre(HeadAnatomy anatomy)
    {
        var share = anatomy[Tissue.Ventricle].Voxels;
        var (sum, weight) = (default(Point3), 0.0);
        for (var i = 0; i < share.Length; i++)
        {
            if (share[i] < 0.5f)
                continue;
            sum += Voxels.Index(anatomy.Geometry.Size, i);
            weight++;
        }

        return weight > 0 ? anatomy.Geometry.Affine.Apply(sum * (1 / weight)) : default;
    }
}
