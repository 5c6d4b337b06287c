using Concord.Imaging.Geometry;

namespace Concord.Imaging.Spatial;

/// <summary>Cuts a box out of a volume, and puts it back.</summary>
public static class Crop
{
    /// <summary>The smallest box that holds every voxel other than 0, widened by a margin within the grid.</summary>
    /// <returns>The whole grid if every voxel is 0.</returns>
    public static Box Content<T>(Volume<T> volume, int margin)
        where T : unmanaged, IEquatable<T>
    {
        int minX = int.MaxValue,
            minY = int.MaxValue,
            minZ = int.MaxValue,
            maxX = -1,
            maxY = -1,
            maxZ = -1;
        for (var z = 0; z < volume.Size.Z; z++)
        for (var y = 0; y < volume.Size.Y; y++)
        {
            var row = volume.Row(y, z);
            var first = row.IndexOfAnyExcept(default(T));
            if (first < 0)
                continue;
            (minX, maxX) = (Math.Min(minX, first), Math.Max(maxX, row.LastIndexOfAnyExcept(default(T))));
            (minY, maxY) = (Math.Min(minY, y), Math.Max(maxY, y));
            (minZ, maxZ) = (Math.Min(minZ, z), Math.Max(maxZ, z));
        }

        if (maxX < 0)
            return new(0, 0, 0, volume.Size);
        (minX, minY, minZ) = (Math.Max(0, minX - margin), Math.Max(0, minY - margin), Math.Max(0, minZ - margin));
        maxX = Math.Min(volume.Size.X - 1, maxX + margin);
        maxY = Math.Min(volume.Size.Y - 1, maxY + margin);
        maxZ = Math.Min(volume.Size.Z - 1, maxZ + margin);
        return new(minX, minY, minZ, new(maxX - minX + 1, maxY - minY + 1, maxZ - minZ + 1));
    }

    /// <summary>The geometry of a box: its voxels keep their place in the world.</summary>
    public static VolumeGeometry Geometry(VolumeGeometry whole, Box box)
    {
        if (box.X == 0 && box.Y == 0 && box.Z == 0 && box.Size == whole.Size)
            return whole;
        var a = whole.Affine;
        var origin = a.Apply(new(box.X, box.Y, box.Z));
        return new(box.Size, Affine.FromColumns(a.Column(0), a.Column(1), a.Column(2), origin));
    }

    /// <summary>The voxels of a box.</summary>
    public static Volume<T> To<T>(Volume<T> volume, Box box)
        where T : unmanaged
    {
        var result = new Volume<T>(Geometry(volume.Geometry, box));
        for (var z = 0; z < box.Size.Z; z++)
        for (var y = 0; y < box.Size.Y; y++)
            volume.Row(y + box.Y, z + box.Z).Slice(box.X, box.Size.X).CopyTo(result.Row(y, z));
        return result;
    }

    /// <summary>A volume on the whole grid that holds these voxels in the box and <paramref name="fill"/> elsewhere.</summary>
    public static Volume<T> Back<T>(Volume<T> cropped, VolumeGeometry whole, Box box, T fill)
        where T : unmanaged
    {
        if (cropped.Size != box.Size)
            throw new ArgumentException(
                $"A volume of {cropped.Size} doesn't fill a box of {box.Size}.",
                nameof(cropped)
            );
        var result = new Volume<T>(whole);
        result.Voxels.AsSpan().Fill(fill);
        for (var z = 0; z < box.Size.Z; z++)
        for (var y = 0; y < box.Size.Y; y++)
            cropped.Row(y, z).CopyTo(result.Row(y + box.Y, z + box.Z)[box.X..]);
        return result;
    }
}
