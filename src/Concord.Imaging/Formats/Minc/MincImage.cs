using System.Numerics.Tensors;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Minc;

/// <summary>A MINC file in memory: voxels as they were stored, what they stand for, and where they lie.</summary>
public sealed class MincImage : StoredImage
{
    private readonly VoxelType _type;
    private readonly bool _isBigEndian;
    private readonly ReadOnlyMemory<byte> _data;
    private readonly MincScale? _scale;

    internal MincImage(
        string path,
        VolumeGeometry geometry,
        VoxelType type,
        bool isBigEndian,
        ReadOnlyMemory<byte> data,
        MincScale? scale,
        IReadOnlyList<string> warnings
    )
        : base(path, geometry, warnings)
    {
        (_type, _isBigEndian, _data, _scale) = (type, isBigEndian, data, scale);
    }

    /// <inheritdoc/>
    public override Volume<float> ToIntensities(int threads = -1)
    {
        var result = new Volume<float>(Geometry);
        ForEachPart(
            threads,
            (values, _, start) =>
                TensorPrimitives.ConvertTruncating<double, float>(values, result.Voxels.AsSpan(start, values.Length))
        );
        if (!TensorPrimitives.IsFiniteAll<float>(result.Voxels))
            Intensities.RefuseNotFinite(Path, result.Voxels);
        return result;
    }

    /// <inheritdoc/>
    public override Volume<int> ToLabels(int threads = -1)
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
        var bytes = VoxelTypes.Bytes(_type);
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
                    VoxelDecoder.ToDouble(source, _type, _isBigEndian, values);
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
