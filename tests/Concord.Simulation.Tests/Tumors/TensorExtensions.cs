using Concord.Simulation.Fields;

namespace Concord.Simulation.Tests.Tumors;

/// <summary>Tensors as six numbers: xx, yy, zz, xy, xz, yz.</summary>
internal static class TensorExtensions
{
    public static void Set(this TensorField field, int voxel, double[] t)
    {
        field.XX.Voxels[voxel] = (float)t[0];
        field.YY.Voxels[voxel] = (float)t[1];
        field.ZZ.Voxels[voxel] = (float)t[2];
        field.XY.Voxels[voxel] = (float)t[3];
        field.XZ.Voxels[voxel] = (float)t[4];
        field.YZ.Voxels[voxel] = (float)t[5];
    }

    public static double[] Get(this TensorField field, int voxel) =>
        [
            field.XX.Voxels[voxel],
            field.YY.Voxels[voxel],
            field.ZZ.Voxels[voxel],
            field.XY.Voxels[voxel],
            field.XZ.Voxels[voxel],
            field.YZ.Voxels[voxel],
        ];

    /// <summary>A tensor of trace 3 stretched along a direction; angles in radians.</summary>
    public static double[] Stretched(double ratio, double azimuth, double elevation)
    {
        double[] n =
        [
            Math.Cos(azimuth) * Math.Cos(elevation),
            Math.Sin(azimuth) * Math.Cos(elevation),
            Math.Sin(elevation),
        ];
        var across = 3 / (ratio + 2);
        var more = (ratio - 1) * across;
        return
        [
            across + more * n[0] * n[0],
            across + more * n[1] * n[1],
            across + more * n[2] * n[2],
            more * n[0] * n[1],
            more * n[0] * n[2],
            more * n[1] * n[2],
        ];
    }

    /// <summary>Its eigenvalues, ascending (Smith 1961).</summary>
    public static double[] Eigenvalues(double[] t)
    {
        var mean = (t[0] + t[1] + t[2]) / 3;
        double a = t[0] - mean,
            b = t[1] - mean,
            c = t[2] - mean;
        var p = Math.Sqrt((a * a + b * b + c * c + 2 * (t[3] * t[3] + t[4] * t[4] + t[5] * t[5])) / 6);
        if (p < 1e-9)
            return [mean, mean, mean];
        var det = a * (b * c - t[5] * t[5]) - t[3] * (t[3] * c - t[5] * t[4]) + t[4] * (t[3] * t[5] - b * t[4]);
        var angle = Math.Acos(Math.Clamp(det / (2 * p * p * p), -1, 1)) / 3;
        var (high, low) = (2 * p * Math.Cos(angle), 2 * p * Math.Cos(angle + 2 * Math.PI / 3));
        return [mean + low, mean - high - low, mean + high];
    }
}
