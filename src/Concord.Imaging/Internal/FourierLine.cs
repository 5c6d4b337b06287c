using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;
using MathNet.Numerics.Providers.FourierTransform;

namespace Concord.Imaging.Internal;

/// <summary>
/// The discrete Fourier transform of one short line, in place: forward with no factor, back divided by its length.
/// </summary>
internal static class FourierLine
{
    // Lines are short: other threads, and native libraries that may be found, would change nothing but the last digit.
    static FourierLine()
    {
        Control.UseSingleThread();
        FourierTransformControl.UseManaged();
    }

    /// <summary>From samples to frequencies.</summary>
    public static void Forward(Complex[] line) => Fourier.Forward(line, FourierOptions.Matlab);

    /// <summary>From frequencies to samples.</summary>
    public static void Inverse(Complex[] line) => Fourier.Inverse(line, FourierOptions.Matlab);
}
