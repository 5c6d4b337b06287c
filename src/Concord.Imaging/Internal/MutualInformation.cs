using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;

namespace Concord.Imaging.Internal;

/// <summary>
/// The mutual information of a fixed and a moving image, and its gradient: joint histogram with whole counts along the fixed
/// image's values and a cubic B-spline window along the moving image's (Thévenaz and Unser 2000, Mattes et al. 2003), so
/// that it changes smoothly with the placement.
/// </summary>
internal sealed class MutualInformation
{
    private const int Bins = 40;

    // Fixed, so that sums don't depend on the number of threads.
    private const int Parts = 16;

    // Fewer places in common are no placement: their information would be chance.
    private const double LeastOverlap = 0.2;

    // For a rotation matrix's slope.
    private const double Small = 1e-5;

    private readonly HeadPlaces _places;
    private readonly Volume<float> _moving;
    private readonly Affine _toVoxels;
    private readonly byte[] _bins;
    private readonly float _low,
        _scale;

    // For each place: where its value stands among the moving bins (-1 outside the image), and its slope.
    private readonly float[] _values;
    private readonly (float X, float Y, float Z)[] _slopes;

    public MutualInformation(HeadPlaces places, Volume<float> moving, (float Low, float High) window)
    {
        (_places, _moving) = (places, moving);
        _toVoxels = moving.Geometry.Affine.Inverse();
        var (low, high) = places.Window;
        _bins = Array.ConvertAll(
            places.Values,
            v => (byte)Math.Clamp((int)((v - low) / (high - low) * Bins), 0, Bins - 1)
        );
        // The window is four bins wide: values end three bins before the last.
        (_low, _scale) = (window.Low, (Bins - 3) / (window.High - window.Low));
        _values = new float[places.Values.Length];
        _slopes = new (float, float, float)[places.Values.Length];
    }

    /// <summary>What a placement's mutual information is.</summary>
    /// <param name="transform">From the fixed to the moving image's world.</param>
    /// <param name="gradient">
    /// Filled with the slope per radian of the rotation vector, about the places' centre, and per mm of the translation, unless
    /// it is empty.
    /// </param>
    /// <returns>Nats, 0 where too little overlaps; and the part of places that lie in the moving image.</returns>
    public (double Information, double Overlap) Measure(RigidTransform transform, Span<double> gradient)
    {
        var turn = RigidTransform.Turn(transform.Rotation);
        var origin = _places.Centre + transform.About(_places.Centre).Translation;
        var map = _toVoxels.Compose(turn with { M03 = origin.X, M13 = origin.Y, M23 = origin.Z });
        var parts = new double[Parts][];
        Parallel.For(0, Parts, part => parts[part] = Count(part, map));
        var joint = parts[0];
        foreach (var part in parts.AsSpan(1))
            System.Numerics.Tensors.TensorPrimitives.Add(joint, part, joint);
        var total = System.Numerics.Tensors.TensorPrimitives.Sum<double>(joint);
        var overlap = total / _values.Length;
        gradient.Clear();
        if (overlap < LeastOverlap)
            return (0, overlap);
        System.Numerics.Tensors.TensorPrimitives.Divide(joint, total, joint);
        var information = Information(joint, out var gain);
        if (!gradient.IsEmpty)
            Climb(transform.Rotation, gain, total, gradient);
        return (information, overlap);
    }

    private (int Start, int End) Range(int part) =>
        ((int)((long)part * _values.Length / Parts), (int)((part + 1L) * _values.Length / Parts));

    private double[] Count(int part, Affine map)
    {
        var joint = new double[Bins * Bins];
        var size = _moving.Size;
        var (start, end) = Range(part);
        Span<float> window = stackalloc float[4];
        for (var n = start; n < end; n++)
        {
            var at = map.Apply(_places.Offsets[n]);
            if (
                !(at.X >= 0 && at.Y >= 0 && at.Z >= 0 && at.X <= size.X - 1 && at.Y <= size.Y - 1 && at.Z <= size.Z - 1)
            )
            {
                _values[n] = -1;
                continue;
            }

            var value = (LinearSample.At(_moving, at.X, at.Y, at.Z, out var x, out var y, out var z) - _low) * _scale;
            _values[n] = Math.Clamp(value, 0, Bins - 3 - 1e-3f);
            // Beyond the last bin a value no longer changes anything.
            _slopes[n] = value == _values[n] ? (x * _scale, y * _scale, z * _scale) : default;
            var first = Kernel.Weights(_values[n], Resampling.Interpolation.Cubic, window) + 1;
            var row = joint.AsSpan(_bins[n] * Bins + first, 4);
            for (var tap = 0; tap < 4; tap++)
                row[tap] += window[tap];
        }

        return joint;
    }

    // Fills, for each pair of bins, with what another count there would add.
    private static double Information(double[] joint, out double[] gain)
    {
        var (fixedShare, movingShare) = (new double[Bins], new double[Bins]);
        for (var f = 0; f < Bins; f++)
        for (var m = 0; m < Bins; m++)
        {
            fixedShare[f] += joint[f * Bins + m];
            movingShare[m] += joint[f * Bins + m];
        }

        gain = new double[joint.Length];
        var information = 0.0;
        for (var f = 0; f < Bins; f++)
        for (var m = 0; m < Bins; m++)
        {
            var share = joint[f * Bins + m];
            if (share <= 0)
                continue;
            gain[f * Bins + m] = Math.Log(share / movingShare[m]);
            information += share * (gain[f * Bins + m] - Math.Log(fixedShare[f]));
        }

        return information;
    }

    // The sum over places of gain × slope, and its products with the place: all six derivatives follow from these.
    private void Climb(Point3 rotation, double[] gain, double total, Span<double> gradient)
    {
        var parts = new double[Parts][];
        Parallel.For(0, Parts, part => parts[part] = Pull(part, gain));
        var sums = parts[0];
        foreach (var part in parts.AsSpan(1))
            System.Numerics.Tensors.TensorPrimitives.Add(sums, part, sums);
        for (var axis = 0; axis < 3; axis++)
        {
            var unit = new Point3(axis == 0 ? Small : 0, axis == 1 ? Small : 0, axis == 2 ? Small : 0);
            var (up, down) = (RigidTransform.Turn(rotation + unit), RigidTransform.Turn(rotation - unit));
            for (var column = 0; column < 3; column++)
            {
                var slope = InVoxels((up.Column(column) - down.Column(column)) * (0.5 / Small));
                gradient[axis] += slope.X * sums[3 + column] + slope.Y * sums[6 + column] + slope.Z * sums[9 + column];
            }

            var step = InVoxels(unit * (1 / Small));
            gradient[3 + axis] = step.X * sums[0] + step.Y * sums[1] + step.Z * sums[2];
        }

        System.Numerics.Tensors.TensorPrimitives.Divide(gradient, total, gradient);

        Point3 InVoxels(Point3 direction) => _toVoxels.Apply(direction) - _toVoxels.Column(3);
    }

    private double[] Pull(int part, double[] gain)
    {
        var sums = new double[12];
        var (start, end) = Range(part);
        for (var n = start; n < end; n++)
        {
            var value = _values[n];
            if (value < 0)
                continue;
            var first = (int)value;
            var t = value - first;
            var u = 1 - t;
            var row = gain.AsSpan(_bins[n] * Bins + first, 4);
            // The slopes of the cubic B-spline's four pieces.
            var pull =
                -0.5 * u * u * row[0]
                + (1.5 * t * t - 2 * t) * row[1]
                + (2 * u - 1.5 * u * u) * row[2]
                + 0.5 * t * t * row[3];
            var (x, y, z) = _slopes[n];
            var at = _places.Offsets[n];
            Add(0, 3, pull * x);
            Add(1, 6, pull * y);
            Add(2, 9, pull * z);

            void Add(int own, int products, double amount)
            {
                sums[own] += amount;
                sums[products] += amount * at.X;
                sums[products + 1] += amount * at.Y;
                sums[products + 2] += amount * at.Z;
            }
        }

        return sums;
    }
}
