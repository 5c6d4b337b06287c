using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests;

/// <summary>Random geometries and volumes.</summary>
internal static class Some
{
    /// <summary>Grids of 1 to 7 voxels a side.</summary>
    public static Gen<GridSize> Size { get; } =
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 7], Gen.Int[1, 7], (x, y, z) => new GridSize(x, y, z));

    /// <summary>Rotations with unequal voxels of either handedness, anywhere within 100 mm.</summary>
    public static Gen<Affine> Affine { get; } =
        Gen.Select(
            Gen.Double[-3.1, 3.1].Array[3],
            Gen.Double[0.4, 4].Array[3],
            Gen.Double[-100, 100].Array[3],
            Gen.Bool,
            (turns, size, at, flip) => Turned(turns, new(flip ? -size[0] : size[0], size[1], size[2]), at)
        );

    /// <summary>Geometries with such grids and affines.</summary>
    public static Gen<VolumeGeometry> Geometry { get; } = Gen.Select(Size, Affine, (s, a) => new VolumeGeometry(s, a));

    /// <summary>Turns about x, y and z, in radians, after scaling.</summary>
    public static Affine Turned(IReadOnlyList<double> turns, Point3 scale, IReadOnlyList<double> at)
    {
        var (cx, sx) = (Math.Cos(turns[0]), Math.Sin(turns[0]));
        var (cy, sy) = (Math.Cos(turns[1]), Math.Sin(turns[1]));
        var (cz, sz) = (Math.Cos(turns[2]), Math.Sin(turns[2]));
        Affine x = new(1, 0, 0, 0, 0, cx, -sx, 0, 0, sx, cx, 0);
        Affine y = new(cy, 0, sy, 0, 0, 1, 0, 0, -sy, 0, cy, 0);
        Affine z = new(cz, -sz, 0, at[0], sz, cz, 0, at[1], 0, 0, 1, at[2]);
        return z.Compose(y).Compose(x).Compose(new(scale.X, 0, 0, 0, 0, scale.Y, 0, 0, 0, 0, scale.Z, 0));
    }

    /// <summary>A volume in which every voxel has its own number, from 1.</summary>
    public static Volume<int> Numbered(VolumeGeometry geometry) =>
        new(geometry, [.. Enumerable.Range(1, (int)geometry.Size.Voxels)]);

    /// <summary>A volume whose voxels are anything from 0 to 1.</summary>
    public static Volume<float> Noise(VolumeGeometry geometry, ulong seed)
    {
        var random = new Random64(seed);
        var image = new Volume<float>(geometry);
        foreach (ref var voxel in image.Voxels.AsSpan())
            voxel = (float)random.NextDouble();
        return image;
    }

    /// <summary>A volume whose voxels are a function of their world position.</summary>
    public static Volume<float> Painted(VolumeGeometry geometry, Func<Point3, double> value)
    {
        var volume = new Volume<float>(geometry);
        foreach (var (x, y, z) in Indices(geometry.Size))
            volume[x, y, z] = (float)value(geometry.Affine.Apply(new(x, y, z)));
        return volume;
    }

    /// <summary>Every index of a grid.</summary>
    public static IEnumerable<(int X, int Y, int Z)> Indices(GridSize size) =>
        from z in Enumerable.Range(0, size.Z)
        from y in Enumerable.Range(0, size.Y)
        from x in Enumerable.Range(0, size.X)
        select (x, y, z);
}
