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
        var result = image.With((float[])image.Voxels.Clone());
        for (var axis = 0; axis < 3; axis++)
        {
            var slabs = new Slabs(image.Size, axis);
            if (slabs.Length == 1)
                continue;
            slabs.ForEach(
                threads: -1,
                slabs.MakeSlab,
                (slab, rows) =>
                {
                    slabs.Gather(result.Voxels, slab, rows);
                    Filter(rows, slabs.Length, slabs.Width);
                    slabs.Scatter(rows, slab, result.Voxels);
                }
            );
        }

        return result;
    }

    // Filters `width` neighbouring lines at once; element n of each stands in row n.
    private static void Filter(float[] rows, int count, int width)
    {
        Span<float> Line(int n) => rows.AsSpan(n * width, width);

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
