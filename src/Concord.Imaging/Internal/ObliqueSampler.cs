using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;

namespace Concord.Imaging.Internal;

/// <summary>Resampling between grids that are turned against each other.</summary>
internal static class ObliqueSampler
{
    public static void Plane(
        Volume<float> source,
        Affine map,
        Interpolation interpolation,
        float outside,
        Volume<float> result,
        int z
    )
    {
        var size = source.Size;
        var taps = Kernel.Taps(interpolation);
        var isCubic = interpolation == Interpolation.Cubic;
        Span<float> wx = stackalloc float[4],
            wy = stackalloc float[4],
            wz = stackalloc float[4];
        var step = map.Column(0);
        for (var y = 0; y < result.Size.Y; y++)
        {
            var row = result.Row(y, z);
            var start = map.Apply(new(0, y, z));
            for (var x = 0; x < row.Length; x++)
            {
                var p = start + step * x;
                if (!IsInside(p.X, size.X) || !IsInside(p.Y, size.Y) || !IsInside(p.Z, size.Z))
                {
                    row[x] = outside;
                    continue;
                }

                var i0 = Kernel.Weights(p.X, interpolation, wx);
                var j0 = Kernel.Weights(p.Y, interpolation, wy);
                var k0 = Kernel.Weights(p.Z, interpolation, wz);
                var sum = 0f;
                for (var k = 0; k < taps; k++)
                for (var j = 0; j < taps; j++)
                {
                    var line = source.Row(Place(j0 + j, size.Y, isCubic), Place(k0 + k, size.Z, isCubic));
                    var along = 0f;
                    for (var i = 0; i < taps; i++)
                        along += wx[i] * line[Place(i0 + i, size.X, isCubic)];
                    sum += wy[j] * wz[k] * along;
                }

                row[x] = sum;
            }
        }
    }

    private static bool IsInside(double position, int size) => position >= -0.5 - 1e-6 && position <= size - 0.5 + 1e-6;

    private static int Place(int index, int size, bool isCubic) =>
        isCubic ? Kernel.Mirror(index, size) : Math.Clamp(index, 0, size - 1);
}
