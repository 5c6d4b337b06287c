using Concord.Imaging.Geometry;

namespace Concord.Imaging.Alignment;

/// <summary>Places on a brain's surface, in world mm.</summary>
internal static class Brain
{
    private const int Most = 2000;

    /// <summary>Of a skull-stripped image: voxels that are not background, next to one that is.</summary>
    public static List<Point3> Surface(Volume<float> image)
    {
        var air = image.Voxels[0];
        var size = image.Size;
        var border = new List<Point3>();
        for (var z = 1; z < size.Z - 1; z++)
        for (var y = 1; y < size.Y - 1; y++)
        for (var x = 1; x < size.X - 1; x++)
            if (
                image[x, y, z] != air
                && (image[x - 1, y, z] == air || image[x, y - 1, z] == air || image[x, y, z - 1] == air)
            )
                border.Add(image.Geometry.Affine.Apply(new(x, y, z)));
        var step = Math.Max(1, border.Count / Most);
        return [.. border.Where((_, i) => i % step == 0)];
    }

    /// <summary>Of a whole head: an ellipsoid as large as a brain around the middle of what is bright.</summary>
    public static List<Point3> Ellipsoid(Volume<float> image)
    {
        var mean = image.Voxels.Average();
        var (sum, total) = (default(Point3), 0);
        for (var i = 0; i < image.Voxels.Length; i += 7)
        {
            if (image.Voxels[i] <= mean)
                continue;
            sum += image.Geometry.Affine.Apply(
                new(i % image.Size.X, i / image.Size.X % image.Size.Y, i / (image.Size.X * image.Size.Y))
            );
            total++;
        }

        var centre = sum * (1.0 / total);
        var places = new List<Point3>();
        for (var a = 0; a < 24; a++)
        for (var b = 1; b < 16; b++)
        {
            var (longitude, latitude) = (a * Math.PI / 12, b * Math.PI / 16);
            places.Add(
                centre
                    + new Point3(
                        68 * Math.Sin(latitude) * Math.Cos(longitude),
                        84 * Math.Sin(latitude) * Math.Sin(longitude),
                        62 * Math.Cos(latitude)
                    )
            );
        }

        return places;
    }
}
