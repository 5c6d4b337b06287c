using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Bench;

/// <summary>Volumes of the size and the statistics of a whole-head scan, made by formulas from a seed.</summary>
internal static class BrainLike
{
    /// <summary>MNI's grid at 1 mm.</summary>
    public static VolumeGeometry Grid { get; } = new(new(182, 218, 182), Affine.FromSpacing(Spacing.Isotropic(1)));

    /// <summary>Air with Rician noise around a head of smooth tissue with noise, in whole numbers as scanners write them.</summary>
    public static Volume<float> Scan()
    {
        var volume = new Volume<float>(Grid);
        var random = new Random64(1);
        for (var i = 0; i < volume.Voxels.Length; i++)
        {
            var (x, y, z) = Place(i);
            var inside = Radius(x, y, z) < 1;
            var tissue = inside
                ? 300 + 100 * Math.Sin(x / 9.0) * Math.Cos(y / 11.0) + 80 * Math.Sin(z / 5.0 + x / 7.0)
                : 0;
            var (a, b) = (tissue + 12 * random.NextNormal(), 12 * random.NextNormal());
            volume.Voxels[i] = (float)Math.Round(Math.Sqrt(a * a + b * b));
        }

        return volume;
    }

    /// <summary>A reference and a prediction of a hundred lesions, spread over the brain.</summary>
    /// <param name="isApart">True for lesions in one half of the brain and a prediction in the other.</param>
    public static (bool[] Reference, bool[] Prediction) Masks(bool isApart = false)
    {
        var (a, b) = (new bool[Grid.Size.Voxels], new bool[Grid.Size.Voxels]);
        for (var i = 0; i < a.Length; i++)
        {
            var (x, y, z) = Place(i);
            var waves = Math.Sin(x / 4.1) + Math.Sin(y / 4.7 + 1) + Math.Sin(z / 3.9);
            var inside = Radius(x, y, z) < 0.8;
            a[i] = inside && waves > 1.6 && !(isApart && x > 75);
            b[i] = inside && waves + 0.35 * Math.Sin(x / 2.3 + y / 3.1) > 1.7 && !(isApart && x < 107);
        }

        return (a, b);
    }

    private static (int X, int Y, int Z) Place(int i) =>
        (i % Grid.Size.X, i / Grid.Size.X % Grid.Size.Y, i / (Grid.Size.X * Grid.Size.Y));

    private static double Radius(int x, int y, int z) =>
        Math.Sqrt(Math.Pow((x - 91) / 80.0, 2) + Math.Pow((y - 109) / 98.0, 2) + Math.Pow((z - 91) / 82.0, 2));
}
