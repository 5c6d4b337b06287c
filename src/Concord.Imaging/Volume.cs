using Concord.Imaging.Geometry;

namespace Concord.Imaging;

/// <summary>
/// A three-dimensional image: voxels with the first index running fastest, and the geometry that says where they lie. The
/// geometry never changes; the voxels may be written by whoever made the volume.
/// </summary>
/// <typeparam name="T">The type of a voxel: <see cref="float"/> for intensities, <see cref="int"/> or <see cref="byte"/> for labels.</typeparam>
public sealed class Volume<T>
    where T : unmanaged
{
    /// <summary>Makes a volume of zeros.</summary>
    public Volume(VolumeGeometry geometry)
        : this(geometry, new T[checked((int)geometry.Size.Voxels)]) { }

    /// <summary>Wraps voxels, which are not copied.</summary>
    /// <param name="geometry">Where they lie.</param>
    /// <param name="voxels">As many as the geometry has, first index fastest.</param>
    public Volume(VolumeGeometry geometry, T[] voxels)
    {
        if (voxels.Length != geometry.Size.Voxels)
            throw new ArgumentException(
                $"{voxels.Length} voxels do not fill a grid of {geometry.Size}.",
                nameof(voxels)
            );
        Geometry = geometry;
        Voxels = voxels;
    }

    /// <summary>Where the volume lies.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>Voxels along each axis.</summary>
    public GridSize Size => Geometry.Size;

    /// <summary>The voxels, first index fastest.</summary>
    public T[] Voxels { get; }

    /// <summary>One voxel.</summary>
    public ref T this[int x, int y, int z] => ref Voxels[Index(x, y, z)];

    /// <summary>The place of a voxel in <see cref="Voxels"/>.</summary>
    public int Index(int x, int y, int z) => x + Size.X * (y + Size.Y * z);

    /// <summary>The voxels of one line along the first axis.</summary>
    public Span<T> Row(int y, int z) => Voxels.AsSpan(Index(0, y, z), Size.X);

    /// <summary>The voxels of one plane of the third axis.</summary>
    public Span<T> Plane(int z) => Voxels.AsSpan(Index(0, 0, z), Size.X * Size.Y);

    /// <summary>A volume on the same grid with other voxels.</summary>
    public Volume<TOther> With<TOther>(TOther[] voxels)
        where TOther : unmanaged => new(Geometry, voxels);
}
