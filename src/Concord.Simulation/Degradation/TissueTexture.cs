using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Degradation;

/// <summary>
/// Mild unevenness within a tissue: a field about 1, of millimetres to centimetres, that multiplies an image. Without
/// it a tissue would have one grey value, and a threshold would segment the head.
/// </summary>
public static class TissueTexture
{
    /// <summary>Makes a field.</summary>
    /// <param name="geometry">The grid.</param>
    /// <param name="percent">The standard deviation in percent, in [0, 20].</param>
    /// <param name="seed">Which field.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public static Volume<float> Make(VolumeGeometry geometry, double percent, ulong seed, int threads = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 20);
        var random = new Random64(seed, 0x54455854);
        return SmoothField.Sample(geometry, new(ref random, 16, 7, 30), 1, (float)(percent / 100), threads);
    }
}
