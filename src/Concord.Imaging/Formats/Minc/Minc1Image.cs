using System.Numerics.Tensors;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Minc;

/// <summary>A MINC 1 file in memory: voxels as they were stored, what they stand for, and where they lie.</summary>
public sealed class Minc1Image
{
    private readonly NiftiDatatype _type;
    private readonly ReadOnlyMemory<byte> _data;
    private readonly MincScale? _scale;

    internal Minc1Image(
        string path,
        VolumeGeometry geometry,
        NiftiDatatype type,
        ReadOnlyMemory<byte> data,
        MincScale? scale,
        IReadOnlyList<string> warnings
    )
    {
        (Path, Geometry, Warnings) = (path, geometry, warnings);
        (_type, _data, _scale) = (type, data, scale);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// Where it lies. The first axis is the one that runs fastest in the file, which is the last that MINC names: BrainWeb's
    /// zspace, yspace, xspace gives x first. Steps may be negative.
    /// </summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>What was noticed while reading.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Real values: stored ones scaled to the minimum and maximum of their slice.</summary>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <exception cref="BadInputException">A voxel is NaN or infinite.</exception>
    public Volume<float> ToIntensities(int threads = -1)
    {
        var result = new Volume<float>(Geometry);
        ForEachPart(
            threads,
            (values, _, start) =>
                TensorPrimitives.ConvertTruncating<double, float>(values, result.Voxels.AsSpan(start, values.Length))
        );
        if (TensorPrimitives.IsFiniteAll<float>(result.Voxels))
            return result;
        var count = result.Voxels.Count(v => !float.IsFinite(v));
        throw new BadInputException(Path, $"{count} voxels are NaN or infinite", "replace them, for instance by 0");
    }

    /// <summary>Label values: the real ones, which must be whole numbers.</summary>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <exception cref="BadInputException">A voxel isn't a whole number that fits 32 bits.</exception>
    public Volume<int> ToLabels(int threads = -1)
    {
        var result = new Volume<int>(Geometry);
        var wrong = 0;
        var firstWrong = int.MaxValue;
        var gate = new Lock();
        ForEachPart(
            threads,
            (values, slope, start) =>
            {
                // A label that was stretched over 12 bits comes back with an error of up to half a step.
                var tolerance = Math.Clamp(slope / 2, 1e-3, 1e-2);
                var (bad, first) = (0, int.MaxValue);
                for (var i = 0; i < values.Length; i++)
                {
                    var rounded = Math.Round(values[i]);
                    // NaN fails the comparison.
                    if (Math.Abs(values[i] - rounded) <= tolerance && Math.Abs(rounded) <= int.MaxValue)
                        result.Voxels[start + i] = (int)rounded;
                    else if (bad++ == 0)
                        first = start + i;
                }

                if (bad == 0)
                    return;
                lock (gate)
                {
                    wrong += bad;
                    firstWrong = Math.Min(firstWrong, first);
                }
            }
        );
        if (wrong == 0)
            return result;
        var example = 0.0;
        ForEachPart(
            threads,
            (values, _, start) =>
            {
                if (firstWrong >= start && firstWrong < start + values.Length)
                    example = values[firstWrong - start];
            }
        );
        throw new BadInputException(
            Path,
            $"{wrong} voxels are not label numbers (such as {example})",
            "give a label map, not an image or a probability map"
        );
    }

    private delegate void TakePart(ReadOnlySpan<double> values, double slope, int start);

    /// <summary>
    /// Passes the real values of a plane, or of a row if rows have a scale each, to <paramref name="take"/>, with the real
    /// value of one stored step and the index of the first voxel. Each part is passed once, several at a time.
    /// </summary>
    private void ForEachPart(int threads, TakePart take)
    {
        var (size, parts) = (Geometry.Size, _scale?.Slopes.Length ?? 1);
        var plane = size.X * size.Y;
        var length = parts > size.Z ? size.X : plane;
        var bytes = NiftiDatatypes.Bytes(_type);
        Parallel.For(
            0,
            size.Z,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new double[length],
            (z, _, values) =>
            {
                for (var start = z * plane; start < (z + 1) * plane; start += length)
                {
                    var source = _data.Span.Slice((int)((long)start * bytes), length * bytes);
                    VoxelDecoder.ToDouble(source, _type, isBigEndian: true, values);
                    var slope = 0.0;
                    if (_scale is { } scale)
                    {
                        var part = (int)((long)start * parts / size.Voxels);
                        slope = scale.Slopes[part];
                        TensorPrimitives.Clamp(values, scale.Low, scale.High, values);
                        TensorPrimitives.Subtract(values, scale.Low, values);
                        TensorPrimitives.Multiply(values, slope, values);
                        TensorPrimitives.Add(values, scale.Minima[part], values);
                    }

                    take(values, slope, start);
                }

                return values;
            },
            _ => { }
        );
    }
}
