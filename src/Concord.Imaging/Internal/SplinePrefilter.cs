using System.Numerics.Tensors;

namespace Concord.Imaging.Internal;

/// <summary>
/// Turns samples into the coefficients of the cubic B-spline through them: along each axis a causal and an anticausal
/// recursive filter with pole √3-2 and gain 6, mirrored at the borders (Unser, IEEE SPM 1999, box 2).
/// </summary>
internal static class SplinePrefilter
{
    private const float Gain = 6;
    private static readonly float Pole = MathF.Sqrt(3) - 2;

    public static Volume<float> Apply(Volume<float> image)
    {
        var size = image.Size;
        var result = image.With((float[])image.Voxels.Clone());
        var plane = size.X * size.Y;
        if (size.X > 1)
            Parallel.For(0, size.Y * size.Z, row => Filter(result.Voxels, row * size.X, size.X, stride: 1, width: 1));
        if (size.Y > 1)
            Parallel.For(0, size.Z, z => Filter(result.Voxels, z * plane, size.Y, size.X, size.X));
        if (size.Z > 1)
            Parallel.For(0, size.Y, y => Filter(result.Voxels, y * size.X, size.Z, plane, size.X));
        return result;
    }

    // Filters `width` neighbouring lines at once; element n of each lies `stride` after element n - 1.
    private static void Filter(float[] data, int start, int count, int stride, int width)
    {
        Span<float> Line(int n) => data.AsSpan(start + n * stride, width);

        var first = new float[width];
        var power = 1f;
        // The pole to the 16th is below 1e-9: float32 sees no more.
        for (var n = 0; n < Math.Min(count, 17); n++, power *= Pole)
            TensorPrimitives.MultiplyAdd(Line(n), power, first, first);
        if (count < 17)
        {
            // A short line's mirror image comes round again: sum the whole period exactly.
            Array.Clear(first);
            var period = 2 * count - 2;
            for (var n = 0; n < period; n++)
                TensorPrimitives.MultiplyAdd(Line(n < count ? n : period - n), MathF.Pow(Pole, n), first, first);
            TensorPrimitives.Multiply(first, 1 / (1 - MathF.Pow(Pole, period)), first);
        }

        first.CopyTo(Line(0));
        for (var n = 1; n < count; n++)
            TensorPrimitives.MultiplyAdd(Line(n - 1), Pole, Line(n), Line(n));
        var scale = Pole / (Pole * Pole - 1);
        TensorPrimitives.MultiplyAdd(Line(count - 2), Pole, Line(count - 1), Line(count - 1));
        TensorPrimitives.Multiply(Line(count - 1), scale, Line(count - 1));
        for (var n = count - 2; n >= 0; n--)
        {
            TensorPrimitives.Subtract(Line(n + 1), Line(n), Line(n));
            TensorPrimitives.Multiply(Line(n), Pole, Line(n));
        }

        for (var n = 0; n < count; n++)
            TensorPrimitives.Multiply(Line(n), Gain, Line(n));
    }
}
