using System.Numerics;
using System.Numerics.Tensors;

namespace Concord.Imaging.Internal;

/// <summary>
/// What a product in k-space is in the image: a circular convolution with the factors' inverse Fourier transform. Over
/// whole rows it takes n products a voxel with vector instructions, which at the few hundred voxels of a scan is more than
/// ten times as fast as two transforms of each line whose length is no power of two.
/// </summary>
internal sealed class CircularKernel
{
    // Below what float32 sees beside the largest: zeros, but for rounding.
    private const double Negligible = 1e-10;
    private readonly float[] _real;
    private readonly float[] _imaginary;

    /// <summary>The kernel of factors in the order of frequency, that of the mean at ⌊n/2⌋.</summary>
    public CircularKernel(ReadOnlySpan<Complex> factors)
    {
        var (length, middle) = (factors.Length, factors.Length / 2);
        var line = new Complex[length];
        for (var i = 0; i < length; i++)
            line[(i - middle + length) % length] = factors[i];
        FourierLine.Inverse(line);
        var least = Negligible * line.Max(Complex.Abs);
        _real = Array.ConvertAll(line, v => Math.Abs(v.Real) > least ? (float)v.Real : 0);
        _imaginary = Array.ConvertAll(line, v => Math.Abs(v.Imaginary) > least ? (float)v.Imaginary : 0);
    }

    /// <summary>Adds, or subtracts, the convolution of a slab with the kernel's real part.</summary>
    public void AddRealPart(float[] source, float[] target, int width, int sign) =>
        Add(_real, source, target, width, sign);

    /// <summary>Adds, or subtracts, the convolution of a slab with the kernel's imaginary part.</summary>
    public void AddImaginaryPart(float[] source, float[] target, int width, int sign) =>
        Add(_imaginary, source, target, width, sign);

    private static void Add(float[] kernel, float[] source, float[] target, int width, int sign)
    {
        for (var n = 0; n < kernel.Length; n++)
        {
            var row = target.AsSpan(n * width, width);
            for (var m = 0; m < kernel.Length; m++)
            {
                var weight = kernel[n >= m ? n - m : n - m + kernel.Length];
                if (weight != 0)
                    TensorPrimitives.MultiplyAdd(source.AsSpan(m * width, width), sign * weight, row, row);
            }
        }
    }
}
