using Concord.Imaging.Geometry;

namespace Concord.Imaging.BiasField;

/// <summary>A random smooth field of which everything is known.</summary>
internal static class KnownField
{
    // Waves of so many mm: as slow as the coils of 1.5 and 3 T scanners make them.
    private const double Shortest = 180;
    private const double Longest = 500;
    private const int Waves = 4;

    /// <summary>Draws one.</summary>
    /// <param name="geometry">Where.</param>
    /// <param name="mask">Not 0 where its strength counts.</param>
    /// <param name="strength">The largest difference from 1 there.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <returns>Factors from 1 - strength to 1 + strength in the mask, one of which they reach.</returns>
    public static float[] Draw(VolumeGeometry geometry, byte[] mask, double strength, ref Random64 random)
    {
        var waves = new (Point3 Direction, double Phase, double Height)[Waves];
        for (var i = 0; i < Waves; i++)
        {
            var v = new Point3(random.NextNormal(), random.NextNormal(), random.NextNormal());
            var turns = Math.Tau / random.Between(Shortest, Longest);
            waves[i] = (v * (turns / v.Length), random.Between(0, Math.Tau), random.NextNormal());
        }

        var size = geometry.Size;
        var field = new double[size.Voxels];
        Parallel.For(
            0,
            size.Z,
            z =>
            {
                for (var y = 0; y < size.Y; y++)
                for (var x = 0; x < size.X; x++)
                {
                    var p = geometry.Affine.Apply(new(x, y, z));
                    field[x + size.X * (y + size.Y * z)] = waves.Sum(w =>
                        w.Height * Math.Cos(w.Direction.Dot(p) + w.Phase)
                    );
                }
            }
        );
        var inside = field.Where((_, i) => mask[i] != 0).ToList();
        var (low, high) = (inside.Min(), inside.Max());
        var (middle, half) = ((low + high) / 2, (high - low) / 2);
        return Array.ConvertAll(field, f => (float)Math.Max(0.1, 1 + strength * (f - middle) / half));
    }
}
