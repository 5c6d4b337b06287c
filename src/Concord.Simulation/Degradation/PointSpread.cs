using Concord.Imaging;
using Concord.Imaging.Filters;

namespace Concord.Simulation.Degradation;

/// <summary>The blur of a scanner within the plane and between slices: a Gaussian point spread function.</summary>
public static class PointSpread
{
    // Of a Gaussian: 2 sqrt(2 ln 2).
    private const double WidthOfSigma = 2.354820045;

    /// <summary>Blurs an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="width">The full width at half maximum in mm, in [0, 10]; 0 gives the image itself.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public static Volume<float> Blur(Volume<float> image, double width, int threads = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 10);
        return width == 0 ? image : GaussianFilter.Smooth(image, width / WidthOfSigma, threads);
    }
}
