using System.Numerics;
using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Degradation;

/// <summary>
/// The noise of a magnitude image: white Gaussian noise of equal standard deviation on the real and the imaginary
/// part, of which the image is the length (Gudbjartsson and Patz 1995). Rician in tissue, Rayleigh in air.
/// </summary>
public static class RicianNoise
{
    // One 64-bit draw gives the two 24-bit uniforms of a Box-Muller pair: a float holds no more.
    private const float Unit = 1f / (1 << 24);

    /// <summary>Adds noise in place.</summary>
    /// <param name="image">Signals, at least 0.</param>
    /// <param name="sigma">
    /// The standard deviation of either part, at least 0. BrainWeb's "n %" is n / 100 of the signal of a reference
    /// tissue: white matter for T1, fluid for T2; here white matter for FLAIR (<see
    /// cref="Signal.PulseSequence.NoiseReference"/>).
    /// </param>
    /// <param name="seed">The noise of each plane is the stream of this seed and the plane's number.</param>
    /// <param name="threads">
    /// The most threads to use; -1 for as many as there are cores. The result is the same.
    /// </param>
    public static void Add(Volume<float> image, double sigma, ulong seed, int threads = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sigma);
        if (sigma == 0)
            return;
        var plane = image.Size.X * image.Size.Y;
        Rows.ForEachPlane(
            image.Size.Z,
            threads,
            () => (Radius: Rows.Make(plane), Angle: Rows.Make(plane), Other: Rows.Make(plane)),
            (z, own) => AddToPlane(image.Plane(z), (float)sigma, new(seed, (ulong)z), own.Radius, own.Angle, own.Other)
        );
    }

    private static void AddToPlane(
        Span<float> plane,
        float sigma,
        Random64 random,
        float[] radii,
        float[] angles,
        float[] others
    )
    {
        var radius = radii.AsSpan(0, plane.Length);
        var real = angles.AsSpan(0, plane.Length);
        var imaginary = others.AsSpan(0, plane.Length);
        for (var i = 0; i < plane.Length; i++)
        {
            var bits = random.NextUInt64();
            radius[i] = ((bits >> 40) + 1) * Unit;
            real[i] = (bits & 0xFFFFFF) * Unit * MathF.Tau;
        }

        TensorPrimitives.Log(radius, radius);
        TensorPrimitives.Multiply(radius, -2 * sigma * sigma, radius);
        TensorPrimitives.Sqrt(radius, radius);
        // The library takes the sines and cosines of a span one by one.
        for (var i = 0; i < angles.Length; i += Vector<float>.Count)
        {
            var (sin, cos) = Vector.SinCos(new Vector<float>(angles, i));
            sin.CopyTo(others, i);
            cos.CopyTo(angles, i);
        }

        TensorPrimitives.MultiplyAdd(real, radius, plane, real);
        TensorPrimitives.Multiply(imaginary, radius, imaginary);
        TensorPrimitives.Hypot(real, imaginary, plane);
    }
}
