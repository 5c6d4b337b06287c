using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy;

/// <summary>Interpolates a volume linearly at rows of world points; a fixed value beyond its grid.</summary>
/// <param name="volume">The volume.</param>
/// <param name="outside">The value beyond the outermost voxel centres.</param>
internal sealed class FieldSampler(Volume<float> volume, float outside = 0)
{
    private readonly Affine _toIndex = volume.Geometry.Affine.Inverse();

    /// <summary>The values at the first points of a row, which stay where they are.</summary>
    public void Fill(PointRow points, Span<float> values)
    {
        var (size, voxels) = (volume.Size, volume.Voxels);
        var m = _toIndex;
        var (dy, dz) = (size.X, size.X * size.Y);
        for (var i = 0; i < values.Length; i++)
        {
            var (px, py, pz) = ((double)points.X[i], (double)points.Y[i], (double)points.Z[i]);
            var x = (float)(m.M00 * px + m.M01 * py + m.M02 * pz + m.M03);
            var y = (float)(m.M10 * px + m.M11 * py + m.M12 * pz + m.M13);
            var z = (float)(m.M20 * px + m.M21 * py + m.M22 * pz + m.M23);
            if (!(x >= 0 && y >= 0 && z >= 0 && x < size.X - 1 && y < size.Y - 1 && z < size.Z - 1))
            {
                values[i] = outside;
                continue;
            }

            var (a, b, c) = ((int)x, (int)y, (int)z);
            var (fx, fy, fz) = (x - a, y - b, z - c);
            var n = a + dy * b + dz * c;
            var near = Mix(Mix(voxels[n], voxels[n + 1], fx), Mix(voxels[n + dy], voxels[n + dy + 1], fx), fy);
            n += dz;
            var far = Mix(Mix(voxels[n], voxels[n + 1], fx), Mix(voxels[n + dy], voxels[n + dy + 1], fx), fy);
            values[i] = Mix(near, far, fz);
        }
    }

    private static float Mix(float a, float b, float t) => a + (b - a) * t;
}
