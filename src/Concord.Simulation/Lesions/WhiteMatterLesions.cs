using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Lesions;

/// <summary>
/// White matter hyperintensities of presumed vascular origin: periventricular ones, larger and drawn out along the
/// ventricles, and deep ones, mostly small (the two sites of the scale of Fazekas et al. 1987). Each takes white matter
/// only; what it takes is moved to <see cref="Tissue.Lesion"/>, so that memberships still sum to one.
/// </summary>
public static class WhiteMatterLesions
{
    private const int MostAttempts = 4000;

    // Distances from the lateral ventricles in mm: where each site begins and ends, the second also far from the
    // cerebellum.
    private const float PeriventricularEnd = 6;
    private const float DeepEnd = 24;

    // Nearer to the midline (mm) is the corpus callosum, which they spare.
    private const float Midline = 9;

    /// <summary>
    /// Places lesions until their volume reaches one drawn from the settings' range, or no room is left.
    /// </summary>
    /// <param name="anatomy">The head, which isn't changed.</param>
    /// <param name="settings">How many and how large.</param>
    /// <param name="seed">What makes this load differ from others.</param>
    /// <exception cref="ArgumentException">A range in <paramref name="settings"/> is empty or negative.</exception>
    public static LesionLoad Place(HeadAnatomy anatomy, LesionSettings settings, ulong seed)
    {
        if (settings.MinimumVolume < 0 || settings.MaximumVolume < settings.MinimumVolume)
            throw new ArgumentException("The range of lesion volumes is empty or negative.", nameof(settings));
        if (settings.SmallestDiameter <= 0 || settings.LargestDiameter < settings.SmallestDiameter)
            throw new ArgumentException("The range of lesion diameters is empty or negative.", nameof(settings));

        var random = new Random64(seed, 0x4C455349);
        var canvas = new LesionCanvas(anatomy);
        var (periventricular, deep) = FindSites(anatomy);
        var target = DrawVolume(settings, ref random);
        var (count, volume) = (0, 0.0);
        for (var attempt = 0; attempt < MostAttempts && volume < 0.98 * target; attempt++)
        {
            var near = random.NextDouble() < settings.PeriventricularShare;
            var sites = near ? periventricular : deep;
            if (sites.Count == 0)
                continue;
            var centre = sites[random.Next(sites.Count)];
            var painted = canvas.Paint(centre, DrawShape(settings, near, target - volume, ref random));
            count += painted > 0 ? 1 : 0;
            volume += painted;
        }

        return new(canvas.Finish(), count, volume);
    }

    private static double DrawVolume(LesionSettings settings, ref Random64 random)
    {
        if (settings.MaximumVolume <= 0)
            return 0;
        var (low, high) = (Math.Log(Math.Max(settings.MinimumVolume, 1e-3)), Math.Log(settings.MaximumVolume));
        return Math.Exp((low + high) / 2 + (high - low) / 2 * Math.Clamp(random.NextNormal() / 2, -1, 1));
    }

    /// <summary>Draws a size and a shape whose volume is at most <paramref name="room"/> ml.</summary>
    private static LesionShape DrawShape(LesionSettings settings, bool near, double room, ref Random64 random)
    {
        // Small ones are many: the logarithm of the diameter is uniform, squared for deep ones to favour the low end
        // more.
        var place = near ? random.NextDouble() : Math.Pow(random.NextDouble(), 2) * 0.85;
        var diameter =
            settings.SmallestDiameter * Math.Pow(settings.LargestDiameter / settings.SmallestDiameter, place);
        var roomiest = 2 * Math.Cbrt(Math.Max(room, 0.01) * 1000 * 3 / (4 * Math.PI));
        diameter = Math.Min(diameter, roomiest);
        // Longer from back to front, thinner across, with the volume of the ball.
        var length = near ? random.Between(1.2, 1.9) : random.Between(0.9, 1.4);
        var across = Math.Sqrt(random.Between(0.75, 1.3));
        var side = 1 / Math.Sqrt(length);
        var strength = diameter < 5 ? random.Between(0.8, 1) : random.Between(0.6, 0.9);
        return new(
            (float)(diameter / 2 * side * across),
            (float)(diameter / 2 * length),
            (float)(diameter / 2 * side / across)
        )
        {
            Strength = (float)strength,
            Edge = new(ref random, 8, 0.5 * diameter + 2, diameter + 4),
        };
    }

    private static (List<int> Periventricular, List<int> Deep) FindSites(HeadAnatomy anatomy)
    {
        var white = anatomy[Tissue.WhiteMatter].Voxels;
        var distance = anatomy.VentricleDistance.Voxels;
        var size = anatomy.Geometry.Size;
        List<int> near = [],
            deep = [];
        for (var i = 0; i < white.Length; i++)
        {
            if (
                white[i] < 0.9f
                || distance[i] > DeepEnd
                || Math.Abs(anatomy.Geometry.Affine.Apply(At(i, size)).X) < Midline
            )
                continue;
            (distance[i] < PeriventricularEnd ? near : deep).Add(i);
        }

        return (near, deep);
    }

    internal static Point3 At(int voxel, GridSize size) =>
        new(voxel % size.X, voxel / size.X % size.Y, voxel / (size.X * size.Y));
}
