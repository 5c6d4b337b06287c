using System.Numerics.Tensors;
using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;

namespace Concord.Imaging.Internal;

/// <summary>
/// Resampling where each target axis runs along the same source axis: three one-dimensional passes, of which two work on
/// whole rows with vector instructions.
/// </summary>
internal sealed class AxisSampler
{
    private readonly Axis[] _axes;
    private readonly int _taps;

    private AxisSampler(Axis[] axes, int taps)
    {
        (_axes, _taps) = (axes, taps);
    }

    /// <summary>Makes one if the map from target to source indices has no rotation; null otherwise.</summary>
    public static AxisSampler? TryMake(Affine map, GridSize source, GridSize target, Interpolation interpolation)
    {
        var axes = new Axis[3];
        for (var axis = 0; axis < 3; axis++)
        {
            var column = map.Column(axis);
            double[] parts = [column.X, column.Y, column.Z];
            var origin = map.Column(3);
            for (var other = 0; other < 3; other++)
                // A thousandth of a voxel over the whole grid is not a rotation.
                if (other != axis && Math.Abs(parts[other]) * target[axis] > 1e-3)
                    return null;
            double start = axis switch
            {
                0 => origin.X,
                1 => origin.Y,
                _ => origin.Z,
            };
            axes[axis] = new(start, parts[axis], source[axis], target[axis], interpolation);
        }

        return new(axes, Kernel.Taps(interpolation));
    }

    /// <summary>Resamples; prefiltered coefficients are given for the cubic kernel.</summary>
    public Volume<float> Apply(Volume<float> source, VolumeGeometry target, float outside)
    {
        var (size, to) = (source.Size, target.Size);
        var result = new Volume<float>(target);
        Parallel.For(
            0,
            to.Z,
            () => (new float[size.X * size.Y], new float[size.X]),
            (z, _, scratch) =>
            {
                var (plane, row) = scratch;
                if (!_axes[2].Inside[z])
                {
                    result.Plane(z).Fill(outside);
                    return scratch;
                }

                Blend(_axes[2], z, k => source.Plane(k), plane);
                for (var y = 0; y < to.Y; y++)
                {
                    var line = result.Row(y, z);
                    if (!_axes[1].Inside[y])
                    {
                        line.Fill(outside);
                        continue;
                    }

                    Blend(_axes[1], y, j => plane.AsSpan(j * size.X, size.X), row);
                    AlongRow(row, line, outside);
                }

                return scratch;
            },
            _ => { }
        );
        return result;
    }

    private delegate Span<float> Lines(int index);

    private void Blend(Axis axis, int index, Lines lines, Span<float> target)
    {
        target.Clear();
        for (var tap = 0; tap < _taps; tap++)
        {
            var weight = axis.Weights[index * _taps + tap];
            if (weight != 0)
                TensorPrimitives.MultiplyAdd(lines(axis.Indices[index * _taps + tap]), weight, target, target);
        }
    }

    private void AlongRow(ReadOnlySpan<float> row, Span<float> line, float outside)
    {
        var axis = _axes[0];
        for (var x = 0; x < line.Length; x++)
        {
            var sum = 0f;
            for (var tap = x * _taps; tap < (x + 1) * _taps; tap++)
                sum += axis.Weights[tap] * row[axis.Indices[tap]];
            line[x] = axis.Inside[x] ? sum : outside;
        }
    }

    private sealed class Axis
    {
        public Axis(double start, double step, int source, int target, Interpolation interpolation)
        {
            var taps = Kernel.Taps(interpolation);
            Inside = new bool[target];
            Indices = new int[target * taps];
            Weights = new float[target * taps];
            for (var i = 0; i < target; i++)
            {
                var position = start + i * step;
                Inside[i] = position >= -0.5 - 1e-6 && position <= source - 0.5 + 1e-6;
                if (!Inside[i])
                    continue;
                var first = Kernel.Weights(position, interpolation, Weights.AsSpan(i * taps, taps));
                for (var tap = 0; tap < taps; tap++)
                    Indices[i * taps + tap] =
                        interpolation == Interpolation.Cubic
                            ? Kernel.Mirror(first + tap, source)
                            : Math.Clamp(first + tap, 0, source - 1);
            }
        }

        public bool[] Inside { get; }
        public int[] Indices { get; }
        public float[] Weights { get; }
    }
}
