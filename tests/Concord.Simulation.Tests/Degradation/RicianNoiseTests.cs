using Concord.Imaging;
using Concord.Simulation.Degradation;

namespace Concord.Simulation.Tests.Degradation;

public sealed class RicianNoiseTests
{
    [Fact]
    public void Air_becomes_Rayleigh()
    {
        // Mean sigma sqrt(pi/2), variance (2 - pi/2) sigma².
        var (mean, variance) = Moments(Noisy(signal: 0, sigma: 5));
        mean.ShouldBe(5 * Math.Sqrt(Math.PI / 2), 0.05);
        variance.ShouldBe(25 * (2 - Math.PI / 2), 0.2);
    }

    [Fact]
    public void Bright_tissue_becomes_nearly_Gaussian()
    {
        // Mean A + sigma² / (2 A), variance sigma², up to terms of (sigma / A)².
        var (mean, variance) = Moments(Noisy(signal: 100, sigma: 5));
        mean.ShouldBe(100 + 25.0 / 200, 0.06);
        variance.ShouldBe(25, 0.5);
    }

    [Fact]
    public void Second_moment_is_signal_squared_plus_twice_the_variance()
    {
        // Holds exactly at every level: E[M²] = A² + 2 sigma².
        var image = Noisy(signal: 3, sigma: 4);
        image.Voxels.Average(v => (double)v * v).ShouldBe(9 + 32, 0.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Mean_and_variance_are_those_of_the_Rician_distribution(float ratio)
    {
        // The mean of the length of (A + sigma u, sigma v), integrated over normal u and v; the square's is exact.
        const double Sigma = 2;
        const double Step = 0.05;
        var (signal, sum, weights) = (Sigma * ratio, 0.0, 0.0);
        for (var u = -7 + Step / 2; u < 7; u += Step)
        for (var v = -7 + Step / 2; v < 7; v += Step)
        {
            var weight = Math.Exp(-(u * u + v * v) / 2);
            sum += weight * Math.Sqrt((signal + Sigma * u) * (signal + Sigma * u) + Sigma * v * Sigma * v);
            weights += weight;
        }

        var expected = sum / weights;
        var (mean, variance) = Moments(Noisy((float)signal, Sigma));
        // Four standard errors of 145,000 voxels.
        mean.ShouldBe(expected, 0.02);
        variance.ShouldBe(signal * signal + 2 * Sigma * Sigma - expected * expected, 0.06);
    }

    [Fact]
    public void Planes_have_noise_of_their_own()
    {
        var image = Noisy(signal: 100, sigma: 5);
        image.Plane(0).SequenceEqual(image.Plane(1)).ShouldBeFalse();
        double covariance = 0;
        for (var i = 0; i < image.Plane(0).Length; i++)
            covariance += (image.Plane(0)[i] - 100) * (image.Plane(1)[i] - 100);
        (covariance / image.Plane(0).Length).ShouldBe(0, 3);
    }

    [Fact]
    public void Is_the_same_on_any_number_of_threads()
    {
        Noisy(signal: 10, sigma: 2, threads: 1).Voxels.ShouldBe(Noisy(signal: 10, sigma: 2, threads: 4).Voxels);
    }

    [Fact]
    public void Adds_nothing_when_sigma_is_0() => Noisy(signal: 10, sigma: 0).Voxels.ShouldAllBe(v => v == 10);

    private static Volume<float> Noisy(float signal, double sigma, int threads = -1)
    {
        var image = new Volume<float>(Grids.Coarse);
        Array.Fill(image.Voxels, signal);
        RicianNoise.Add(image, sigma, 11, threads);
        return image;
    }

    private static (double Mean, double Variance) Moments(Volume<float> image)
    {
        var mean = image.Voxels.Average(v => (double)v);
        return (mean, image.Voxels.Average(v => (v - mean) * (v - mean)));
    }
}
