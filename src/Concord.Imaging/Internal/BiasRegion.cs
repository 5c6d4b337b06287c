using System.Numerics.Tensors;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Internal;

/// <summary>
/// What a bias field is estimated from: the log intensities of a region on a coarse grid, each the mean of a block of voxels.
/// </summary>
internal sealed class BiasRegion
{
    // Blocks are about as large: a field changes little over them, and they are few.
    private const double BlockMm = 4;

    private BiasRegion(GridSize size, double[][] places, int[] indices, float[] logs, float[] weights, bool dark)
    {
        (Size, Places, Indices, Logs, Weights) = (size, places, indices, logs, weights);
        HasMuchBelowZero = dark;
    }

    /// <summary>Blocks along each axis.</summary>
    public GridSize Size { get; }

    /// <summary>Where the blocks lie along each axis, in mm from the middle of the field of view.</summary>
    public double[][] Places { get; }

    /// <summary>Which blocks hold some of the region, ascending, first axis fastest.</summary>
    public int[] Indices { get; }

    /// <summary>The log of the mean intensity of each of them, less the mean of all.</summary>
    public float[] Logs { get; }

    /// <summary>The part of each of them that is in the region.</summary>
    public float[] Weights { get; }

    /// <summary>True if there is nothing to sharpen.</summary>
    public bool IsOfOneIntensity => !Logs.AsSpan().ContainsAnyExcept(Logs[0]);

    /// <summary>True if more than a fifth of the region isn't above 0, or not finite.</summary>
    public bool HasMuchBelowZero { get; }

    /// <summary>Gathers a region.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">Not 0 in the region; null for the voxels brighter than the image's mean.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public static BiasRegion Of(Volume<float> image, Volume<byte>? mask, int threads)
    {
        var threshold = mask is null ? Mean(image) : 0;
        var (x, y, z) = (new Blocks(image, 0), new Blocks(image, 1), new Blocks(image, 2));
        var size = new GridSize(x.Count, y.Count, z.Count);
        var sums = new double[size.Voxels];
        var counts = new int[size.Voxels];
        var dark = new int[z.Count];
        Parallel.For(
            0,
            z.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            k =>
            {
                for (var slice = k * z.Step; slice < z.End(k); slice++)
                for (var line = 0; line < image.Size.Y; line++)
                {
                    var row = image.Row(line, slice);
                    var inside = mask is null ? default : mask.Row(line, slice);
                    var first = (k * y.Count + line / y.Step) * x.Count;
                    for (var i = 0; i < row.Length; i++)
                    {
                        if (mask is null ? !(row[i] > threshold) : inside[i] == 0)
                            continue;
                        if (!(row[i] > 0 && float.IsFinite(row[i])))
                        {
                            dark[k]++;
                            continue;
                        }

                        sums[first + i / x.Step] += row[i];
                        counts[first + i / x.Step]++;
                    }
                }
            }
        );

        var indices = Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0).ToArray();
        var logs = Array.ConvertAll(indices, i => Math.Log(sums[i] / counts[i]));
        double block = x.Step * y.Step * z.Step;
        var weights = Array.ConvertAll(indices, i => (float)(counts[i] / block));
        var mean = indices.Length == 0 ? 0 : logs.Zip(weights, (l, w) => l * w).Sum() / weights.Sum(w => (double)w);
        return new(
            size,
            [x.Centres, y.Centres, z.Centres],
            indices,
            Array.ConvertAll(logs, l => (float)(l - mean)),
            weights,
            dark.Sum() > counts.Sum() / 4
        );
    }

    private static double Mean(Volume<float> image)
    {
        var sum = 0.0;
        for (var z = 0; z < image.Size.Z; z++)
            sum += TensorPrimitives.Sum<float>(image.Plane(z));
        return sum / image.Voxels.Length;
    }

    // Blocks of whole voxels along an axis, of which the last may be cut.
    private readonly struct Blocks
    {
        private readonly int _length;

        public Blocks(Volume<float> image, int axis)
        {
            var spacing = image.Geometry.Spacing[axis];
            _length = image.Size[axis];
            Step = (int)Math.Clamp(Math.Round(BlockMm / spacing), 1, _length);
            Count = (_length + Step - 1) / Step;
            Centres = new double[Count];
            for (var i = 0; i < Count; i++)
                Centres[i] = (0.5 * (i * Step + End(i) - 1) - 0.5 * (_length - 1)) * spacing;
        }

        public int Step { get; }
        public int Count { get; }
        public double[] Centres { get; }

        public int End(int block) => Math.Min(_length, (block + 1) * Step);
    }
}
