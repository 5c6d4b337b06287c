using Concord.Imaging.Resampling;

namespace Concord.Imaging.Internal;

/// <summary>Interpolation weights of one axis.</summary>
internal static class Kernel
{
    /// <summary>How many voxels take part.</summary>
    public static int Taps(Interpolation interpolation) =>
        interpolation switch
        {
            Interpolation.Nearest => 1,
            Interpolation.Linear => 2,
            _ => 4,
        };

    /// <summary>The first voxel that takes part, and the weights of it and its followers.</summary>
    public static int Weights(double position, Interpolation interpolation, Span<float> weights)
    {
        switch (interpolation)
        {
            case Interpolation.Nearest:
                weights[0] = 1;
                return (int)Math.Floor(position + 0.5 + 1e-7);
            case Interpolation.Linear:
                var floor = Math.Floor(position);
                weights[1] = (float)(position - floor);
                weights[0] = 1 - weights[1];
                return (int)floor;
            default:
                var cell = Math.Floor(position);
                var t = position - cell;
                var u = 1 - t;
                weights[0] = (float)(u * u * u / 6);
                weights[1] = (float)(2.0 / 3 - t * t * (2 - t) / 2);
                weights[2] = (float)(2.0 / 3 - u * u * (2 - u) / 2);
                weights[3] = (float)(t * t * t / 6);
                return (int)cell - 1;
        }
    }

    /// <summary>Mirrors an index at the first and last voxel centre (…2 1 0 1 2…).</summary>
    public static int Mirror(int index, int size)
    {
        if (size == 1)
            return 0;
        var period = 2 * (size - 1);
        index = Math.Abs(index) % period;
        return index < size ? index : period - index;
    }
}
