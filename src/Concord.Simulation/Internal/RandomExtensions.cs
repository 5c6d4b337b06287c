using Concord.Imaging;

namespace Concord.Simulation.Internal;

internal static class RandomExtensions
{
    /// <summary>A value around a middle: normal, cut at two standard deviations.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="middle">The middle.</param>
    /// <param name="spread">Two standard deviations as a fraction of the middle.</param>
    public static float Around(this ref Random64 random, double middle, double spread) =>
        (float)(middle * (1 + spread * Math.Clamp(random.NextNormal() / 2, -1, 1)));
}
