using System.Numerics;
using Concord.Imaging.Internal;

namespace Concord.Imaging.Filters;

/// <summary>
/// Changes an image in k-space along one axis: each spatial frequency of every line is multiplied by a complex factor.
/// Cutting high frequencies gives the ringing of Gibbs; turning the phase of single lines of k-space gives the ghosts of
/// motion. Lines are periodic, as the discrete Fourier transform has it.
/// </summary>
/// <remarks>
/// Factors stand in the order of frequency: with n voxels, entry i is for i - ⌊n/2⌋ cycles over n voxels, so that entry
/// ⌊n/2⌋ is for the mean. With even n, entry 0 is the one line for both -n/2 and n/2 cycles, and what makes it is up to the
/// caller; <see cref="Factors"/> treats both alike.
/// </remarks>
public static class FrequencyFilter
{
    /// <summary>Samples a response at the frequencies of an axis.</summary>
    /// <param name="length">Voxels along the axis, n.</param>
    /// <param name="response">The factor at a frequency, in cycles over n voxels, from -n/2 to n/2.</param>
    /// <returns>
    /// n factors. With even n the line at n/2 cycles gets the mean of those at -n/2 and n/2: a response that takes
    /// conjugate values at opposite frequencies, such as a cut or a shift, then keeps real images real.
    /// </returns>
    public static Complex[] Factors(int length, Func<int, Complex> response)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var factors = new Complex[length];
        for (var i = 0; i < length; i++)
            factors[i] = response(i - length / 2);
        if (length % 2 == 0)
            factors[0] = (factors[0] + response(length / 2)) / 2;
        return factors;
    }

    /// <summary>Multiplies the frequencies of a real image.</summary>
    /// <param name="image">The image, which stays as it is.</param>
    /// <param name="axis">0, 1 or 2.</param>
    /// <param name="factors">One for each voxel along the axis, in the order of frequency, all finite.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <exception cref="ArgumentException">The factors are too few, too many, or not finite.</exception>
    public static ComplexVolume Multiply(
        Volume<float> image,
        int axis,
        ReadOnlySpan<Complex> factors,
        int threads = -1
    ) => Multiply(image, null, axis, factors, threads);

    /// <summary>Multiplies the frequencies of a complex image, such as one already multiplied along another axis.</summary>
    /// <param name="image">The image, which stays as it is.</param>
    /// <param name="axis">0, 1 or 2.</param>
    /// <param name="factors">One for each voxel along the axis, in the order of frequency, all finite.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <exception cref="ArgumentException">The factors are too few, too many, or not finite.</exception>
    public static ComplexVolume Multiply(
        ComplexVolume image,
        int axis,
        ReadOnlySpan<Complex> factors,
        int threads = -1
    ) => Multiply(image.Real, image.Imaginary, axis, factors, threads);

    /// <summary>Multiplies the frequencies of a real image and takes the magnitude.</summary>
    /// <inheritdoc cref="Multiply(Volume{float}, int, ReadOnlySpan{Complex}, int)"/>
    public static Volume<float> Magnitude(
        Volume<float> image,
        int axis,
        ReadOnlySpan<Complex> factors,
        int threads = -1
    ) => Multiply(image, axis, factors, threads).Magnitude();

    private static ComplexVolume Multiply(
        Volume<float> real,
        Volume<float>? imaginary,
        int axis,
        ReadOnlySpan<Complex> factors,
        int threads
    )
    {
        var slabs = new Slabs(real.Size, axis);
        if (factors.Length != slabs.Length)
            throw new ArgumentException($"{factors.Length} factors for {slabs.Length} voxels.", nameof(factors));
        foreach (var factor in factors)
            if (!Complex.IsFinite(factor))
                throw new ArgumentException("A factor is not finite.", nameof(factors));

        var kernel = new CircularKernel(factors);
        var result = new ComplexVolume(new(real.Geometry), new(real.Geometry));
        slabs.ForEach(
            threads,
            () => (Source: slabs.MakeSlab(), Real: slabs.MakeSlab(), Imaginary: slabs.MakeSlab()),
            (slab, scratch) =>
            {
                Array.Clear(scratch.Real);
                Array.Clear(scratch.Imaginary);
                slabs.Gather(real.Voxels, slab, scratch.Source);
                kernel.AddRealPart(scratch.Source, scratch.Real, slabs.Width, sign: 1);
                kernel.AddImaginaryPart(scratch.Source, scratch.Imaginary, slabs.Width, sign: 1);
                if (imaginary is not null)
                {
                    slabs.Gather(imaginary.Voxels, slab, scratch.Source);
                    kernel.AddImaginaryPart(scratch.Source, scratch.Real, slabs.Width, sign: -1);
                    kernel.AddRealPart(scratch.Source, scratch.Imaginary, slabs.Width, sign: 1);
                }

                slabs.Scatter(scratch.Real, slab, result.Real.Voxels);
                slabs.Scatter(scratch.Imaginary, slab, result.Imaginary.Voxels);
            }
        );
        return result;
    }
}
