using Concord.Imaging.Geometry;

namespace Concord.Imaging.Internal;

/// <summary>Nearest-neighbour lookup along rows.</summary>
internal static class NearestSampler
{
    // A centre that lies midway but for rounding noise must fall the same way on every grid.
    private const double Nudge = 0.5 + 1e-7;

    public static void Plane<T>(Volume<T> source, Affine map, Volume<T> result, int z)
        where T : unmanaged
    {
        var size = source.Size;
        var step = map.Column(0);
        for (var y = 0; y < result.Size.Y; y++)
        {
            var row = result.Row(y, z);
            var start = map.Apply(new(0, y, z));
            for (var x = 0; x < row.Length; x++)
            {
                var i = (int)Math.Floor(start.X + x * step.X + Nudge);
                var j = (int)Math.Floor(start.Y + x * step.Y + Nudge);
                var k = (int)Math.Floor(start.Z + x * step.Z + Nudge);
                if ((uint)i < (uint)size.X && (uint)j < (uint)size.Y && (uint)k < (uint)size.Z)
                    row[x] = source.Voxels[source.Index(i, j, k)];
            }
        }
    }
}
