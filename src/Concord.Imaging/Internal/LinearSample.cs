using Concord.Imaging.Geometry;

namespace Concord.Imaging.Internal;

/// <summary>One trilinear value and its slope.</summary>
internal static class LinearSample
{
    /// <summary>The value at a point between the outermost voxel centres.</summary>
    public static float At(Volume<float> image, Point3 voxel) =>
        At(image, voxel.X, voxel.Y, voxel.Z, out _, out _, out _);

    /// <summary>The value and its slope along each axis, per voxel.</summary>
    /// <param name="image">The image.</param>
    /// <param name="x">From 0 to the last index of the first axis.</param>
    /// <param name="y">The same of the second axis.</param>
    /// <param name="z">The same of the third axis.</param>
    /// <param name="dx">Along the first axis.</param>
    /// <param name="dy">Along the second axis.</param>
    /// <param name="dz">Along the third axis.</param>
    public static float At(Volume<float> image, double x, double y, double z, out float dx, out float dy, out float dz)
    {
        var size = image.Size;
        var (i, j, k) = ((int)x, (int)y, (int)z);
        // At the last voxel there is no next one, and none is needed.
        var nextX = i + 1 < size.X ? 1 : 0;
        var nextY = j + 1 < size.Y ? size.X : 0;
        var nextZ = k + 1 < size.Z ? size.X * size.Y : 0;
        var (u, v, w) = ((float)(x - i), (float)(y - j), (float)(z - k));
        var voxels = image.Voxels;
        var at = i + size.X * (j + size.Y * k);
        float a000 = voxels[at],
            a100 = voxels[at + nextX],
            a010 = voxels[at + nextY],
            a110 = voxels[at + nextY + nextX],
            a001 = voxels[at + nextZ],
            a101 = voxels[at + nextZ + nextX],
            a011 = voxels[at + nextZ + nextY],
            a111 = voxels[at + nextZ + nextY + nextX];
        float d00 = a100 - a000,
            d10 = a110 - a010,
            d01 = a101 - a001,
            d11 = a111 - a011;
        float c00 = a000 + u * d00,
            c10 = a010 + u * d10,
            c01 = a001 + u * d01,
            c11 = a011 + u * d11;
        float c0 = c00 + v * (c10 - c00),
            c1 = c01 + v * (c11 - c01);
        float d0 = d00 + v * (d10 - d00),
            d1 = d01 + v * (d11 - d01);
        dx = d0 + w * (d1 - d0);
        dy = c10 - c00 + w * (c11 - c01 - (c10 - c00));
        dz = c1 - c0;
        return c0 + w * dz;
    }
}
