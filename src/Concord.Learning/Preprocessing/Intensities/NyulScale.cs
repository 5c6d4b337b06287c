using System.Numerics.Tensors;
using Concord.Imaging;

namespace Concord.Learning.Preprocessing.Intensities;

/// <summary>
/// Histograms brought onto a standard one: percentiles of the region are landmarks, which a piecewise linear map takes to
/// where the training subjects have theirs on average; beyond them it goes on as in the first and the last piece
/// (Nyúl, Udupa and Zhang, IEEE TMI 19(2):143-150, 2000).
/// </summary>
public sealed class NyulScale : IntensityScale, ILearntScale
{
    // The paper's L4: the deciles, and 1 and 99 % where the histogram's tails begin.
    private static readonly double[] Percentiles = [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];

    // Where the first and the last landmark come to: as far as in z-scores.
    private const double First = -2;
    private const double Last = 2;
    private const float Furthest = 8;

    // Landmarks that are nearer than this part of the distance of the outer ones are one.
    private const double Near = 1e-6;

    private const int Chunk = 1 << 14;

    /// <inheritdoc/>
    public override string Word => "nyul";

    /// <inheritdoc/>
    public override string Name => "Nyul, 1 10 20 30 40 50 60 70 80 90 99 % from -2 to 2, -5 outside, within 8";

    /// <inheritdoc/>
    public IReadOnlyList<double> Measure(Volume<float> image, Volume<byte>? mask, string source)
    {
        var found = Landmarks(image, mask, source);
        var scale = (Last - First) / (found[^1] - found[0]);
        return [.. found.Select(f => First + (f - found[0]) * scale)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Learn(IReadOnlyList<IReadOnlyList<double>> images) =>
        [.. Percentiles.Select((_, k) => images.Sum(i => i[k]) / images.Count)];

    /// <inheritdoc/>
    public bool IsStandard(IReadOnlyList<double>? numbers) =>
        numbers is not null
        && numbers.Count == Percentiles.Length
        && numbers.All(n => Math.Abs(n) <= Furthest)
        && numbers.Zip(numbers.Skip(1)).All(p => p.First <= p.Second)
        && numbers[0] < numbers[^1];

    /// <inheritdoc/>
    public override Volume<float> Apply(
        Volume<float> image,
        Volume<byte>? mask,
        string source,
        IReadOnlyList<double>? standard = null
    )
    {
        if (!IsStandard(standard))
            throw new ArgumentException("It isn't a standard.", nameof(standard));
        var found = Landmarks(image, mask, source);
        var (from, to) = Distinct(found, standard!);
        var result = new float[image.Voxels.Length];
        Parallel.For(
            0,
            (result.Length + Chunk - 1) / Chunk,
            c =>
            {
                var start = c * Chunk;
                var count = Math.Min(Chunk, result.Length - start);
                Map(image.Voxels.AsSpan(start, count), result.AsSpan(start, count), from, to);
            }
        );
        return Within(image, result, mask);
    }

    // In double, as differences are taken.
    private static double[] Landmarks(Volume<float> image, Volume<byte>? mask, string source)
    {
        var found = Array.ConvertAll(new Region(image, mask).Quantiles(Percentiles), v => (double)v);
        var (first, last) = (found[0], found[^1]);
        return IsContrast(last - first, first, last) ? found : throw NoContrast(source);
    }

    // Images of few grey values have several landmarks in one: it comes to the middle of what they come to.
    private static (List<float> From, List<float> To) Distinct(double[] found, IReadOnlyList<double> standard)
    {
        var near = Near * (found[^1] - found[0]);
        var (from, to) = (new List<float>(), new List<float>());
        for (int k = 0, next; k < found.Length; k = next)
        {
            for (next = k + 1; next < found.Length && found[next] - found[k] <= near; )
                next++;
            from.Add((float)found[k]);
            to.Add((float)(standard.Skip(k).Take(next - k).Sum() / (next - k)));
        }

        return (from, to);
    }

    // A sum of one term a piece, none of which is larger than the piece: steep pieces beside flat ones cost no digits.
    private static void Map(ReadOnlySpan<float> voxels, Span<float> result, List<float> from, List<float> to)
    {
        Span<float> piece = new float[voxels.Length];
        result.Fill(to[0]);
        for (var k = 0; k + 1 < from.Count; k++)
        {
            // The outer pieces have no end.
            var low = k == 0 ? float.NegativeInfinity : from[k];
            var high = k + 2 == from.Count ? float.PositiveInfinity : from[k + 1];
            TensorPrimitives.Clamp(voxels, low, high, piece);
            TensorPrimitives.Subtract(piece, from[k], piece);
            TensorPrimitives.MultiplyAdd(piece, (to[k + 1] - to[k]) / (from[k + 1] - from[k]), result, result);
        }

        TensorPrimitives.Clamp(result, -Furthest, Furthest, result);
    }
}
