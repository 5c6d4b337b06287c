using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Filters;

namespace Concord.Simulation.Degradation;

/// <summary>
/// Ringing at edges: the scanner measures the low spatial frequencies only, and fills the rest of k-space with zeros.
/// </summary>
public static class GibbsRinging
{
    /// <summary>Cuts k-space along an axis.</summary>
    /// <param name="image">The image.</param>
    /// <param name="axis">0, 1 or 2.</param>
    /// <param name="share">The share of k-space that is measured, in [0.1, 1]; 1 gives the image itself.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public static Volume<float> Cut(Volume<float> image, int axis, double share, int threads = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0.1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (share == 1)
            return image;
        var length = image.Size[axis];
        var last = share * length / 2;
        var factors = FrequencyFilter.Factors(length, f => Math.Abs(f) <= last ? Complex.One : Complex.Zero);
        return FrequencyFilter.Magnitude(image, axis, factors, threads);
    }
}
