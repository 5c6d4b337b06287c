using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;

namespace Concord.Imaging.Internal;

/// <summary>
/// Random places in and closely around the head that an image shows, and what the image shows there: air far from the head
/// would only say that air is air.
/// </summary>
internal sealed class HeadPlaces
{
    // Tissue is brighter than this part of the way from air to the median of what is bright.
    private const double Air = 0.15;

    private const double MarginMm = 8;

    // Fewer voxels are no head.
    private const int Fewest = 64;

    private HeadPlaces() { }

    /// <summary>The mean of all places, in world mm.</summary>
    public required Point3 Centre { get; init; }

    /// <summary>The root of the mean squared distance from the centre, in mm.</summary>
    public required double Radius { get; init; }

    /// <summary>The places relative to the centre, in mm.</summary>
    public required Point3[] Offsets { get; init; }

    /// <summary>The image's value at each place.</summary>
    public required float[] Values { get; init; }

    /// <summary>The values that are told apart: from the 0.5th to the 99.5th percentile.</summary>
    public required (float Low, float High) Window { get; init; }

    /// <summary>The corners of the smallest box of the grid around the head, in world mm.</summary>
    public required IReadOnlyList<Point3> Corners { get; init; }

    /// <summary>Draws places; null if the image shows nothing.</summary>
    /// <param name="image">With nearly equal voxel sides.</param>
    /// <param name="count">How many places.</param>
    /// <param name="seed">Chooses them.</param>
    public static HeadPlaces? TryMake(Volume<float> image, int count, ulong seed)
    {
        var head = Head(image);
        var inside = new List<int>();
        for (var i = 0; i < head.Voxels.Length; i++)
            if (head.Voxels[i] != 0)
                inside.Add(i);
        if (inside.Count < Fewest)
            return null;
        var random = new Random64(seed);
        var places = new Point3[count];
        var values = new float[count];
        var (size, affine) = (image.Size, image.Geometry.Affine);
        for (var n = 0; n < count; n++)
        {
            var i = inside[random.Next(inside.Count)];
            var voxel = new Point3(
                Jitter(i % size.X, size.X, ref random),
                Jitter(i / size.X % size.Y, size.Y, ref random),
                Jitter(i / (size.X * size.Y), size.Z, ref random)
            );
            values[n] = LinearSample.At(image, voxel);
            places[n] = affine.Apply(voxel);
        }

        var centre = places.Aggregate(default(Point3), (sum, p) => sum + p) * (1.0 / count);
        Point3[] offsets = Array.ConvertAll(places, p => p - centre);
        float[] window = OrderStatistics.Of(values, count / 200, count - 1 - count / 200);
        if (!(window[1] > window[0]))
            return null;
        var box = Spatial.Crop.Content(head, margin: 0);
        var corners = Spatial.Crop.Geometry(image.Geometry, box).Affine;
        return new()
        {
            Centre = centre,
            Radius = Math.Max(1, Math.Sqrt(offsets.Average(p => p.Dot(p)))),
            Offsets = offsets,
            Values = values,
            Window = (window[0], window[1]),
            Corners = [.. VolumeGeometry.Corners(box.Size).Select(corners.Apply)],
        };
    }

    // Between voxel centres, but not outside of the outermost ones.
    private static double Jitter(int index, int size, ref Random64 random) =>
        Math.Clamp(index + random.NextDouble() - 0.5, 0, size - 1);

    private static Volume<byte> Head(Volume<float> image)
    {
        var voxels = image.Voxels;
        var mean = System.Numerics.Tensors.TensorPrimitives.Average<float>(voxels);
        var dark = voxels.Count(v => !(v > mean));
        if (dark == voxels.Length)
            return new(image.Geometry);
        float[] some = OrderStatistics.Of(voxels, voxels.Length / 200, (dark + voxels.Length) / 2);
        var (floor, middle) = (some[0], some[1]);
        var threshold = floor + Air * (middle - floor);
        var head = image.With(Array.ConvertAll(voxels, v => (byte)(v > threshold ? 1 : 0)));
        var margin = (int)Math.Round(MarginMm / image.Geometry.Spacing.X);
        return Dilation.Of(head, Connectivity.Six, margin);
    }
}
