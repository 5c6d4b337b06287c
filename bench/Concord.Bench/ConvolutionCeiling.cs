using Concord.Learning.Networks;

namespace Concord.Bench;

/// <summary>Multiplications and additions: those of a training step, and of the convolution that its speed is held against.</summary>
internal static class ConvolutionCeiling
{
    /// <summary>Of the input and the output.</summary>
    public const int Channels = 64;

    /// <summary>Volumes at once.</summary>
    public const int Batch = 7;

    /// <summary>Voxels along each axis.</summary>
    public const int Side = 32;

    // Forwards, and backwards to the input and to the weights.
    private const int Passes = 3;

    /// <summary>Operations of that convolution, forwards and backwards.</summary>
    public static double Operations => Passes * Convolution(Batch * Math.Pow(Side, 3), Channels, Channels);

    /// <summary>Operations of a training step of the U-Net: its convolutions; all else is a percent of them.</summary>
    /// <param name="network">Its shape.</param>
    /// <param name="sequences">Channels of the input.</param>
    /// <param name="classes">Channels of the output.</param>
    /// <param name="voxels">Of all patches of the step.</param>
    public static double Step(NetworkSettings network, int sequences, int classes, double voxels)
    {
        var sum = 0.0;
        for (var level = 0; level < network.Levels; level++)
        {
            var (here, width) = (voxels / Math.Pow(8, level), network.Width << level);
            // Nobody asks for the gradient of the images.
            sum +=
                level == 0
                    ? (Passes - 1) * Convolution(here, sequences, width)
                    : Passes * Convolution(here, width / 2, width);
            sum += Passes * Convolution(here, width, width);
            if (level == network.Levels - 1)
                continue;
            sum += 2 * Passes * Convolution(here, width, width);
            // Each voxel of a transposed convolution sees one of the level below.
            sum += Passes * 2 * here * (2 * width) * width;
        }

        return sum + Passes * 2 * voxels * network.Width * classes;
    }

    private static double Convolution(double voxels, int from, int to) => 2 * 27 * voxels * from * to;
}
