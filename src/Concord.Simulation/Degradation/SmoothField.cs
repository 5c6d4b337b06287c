using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Degradation;

/// <summary>Samples a smooth random field on a grid.</summary>
internal static class SmoothField
{
    public static Volume<float> Sample(
        VolumeGeometry geometry,
        PlaneWaves waves,
        float offset,
        float scale,
        int threads
    )
    {
        var field = new Volume<float>(geometry);
        Rows.ForEachPlane(
            geometry.Size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < geometry.Size.Y; y++)
                {
                    var row = field.Row(y, z);
                    for (var x = 0; x < row.Length; x += Vector<float>.Count)
                    {
                        var value = waves.Value(Rows.Points(geometry.Affine, x, y, z));
                        Rows.Store(new Vector<float>(offset) + value * new Vector<float>(scale), row, x);
                    }
                }
            }
        );
        return field;
    }
}
