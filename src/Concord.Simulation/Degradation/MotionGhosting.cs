using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Filters;

namespace Concord.Simulation.Degradation;

/// <summary>
/// Ghosts of a head that moves to and fro along the axis of phase encoding, as with breathing: each line of k-space is
/// taken at another place, which turns its phase in proportion to its frequency (the shift theorem of Fourier).
/// </summary>
public static class MotionGhosting
{
    // At strength 1 the head moves by so many voxels to either side.
    private const double Furthest = 1.5;

    /// <summary>Adds ghosts.</summary>
    /// <param name="image">The image.</param>
    /// <param name="axis">The axis of phase encoding: 0, 1 or 2.</param>
    /// <param name="strength">How far it moves, in [0, 1]; 0 gives the image itself.</param>
    /// <param name="seed">How often it moves, and from where.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public static Volume<float> Add(Volume<float> image, int axis, double strength, ulong seed, int threads = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(strength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(strength, 1);
        if (strength == 0)
            return image;
        var random = new Random64(seed, 0x4D4F5645);
        var length = image.Size[axis];
        var rate = 2 * Math.PI / random.Between(3, 9);
        var phase = random.Between(0, 2 * Math.PI);
        var factors = FrequencyFilter.Factors(
            length,
            f =>
            {
                var place = Furthest * strength * Math.Sin(rate * f + phase);
                return Complex.FromPolarCoordinates(1, -2 * Math.PI * f * place / length);
            }
        );
        return FrequencyFilter.Magnitude(image, axis, factors, threads);
    }
}
