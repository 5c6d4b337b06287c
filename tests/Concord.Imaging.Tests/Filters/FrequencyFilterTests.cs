using System.Numerics;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Filters;

public sealed class FrequencyFilterTests
{
    private static readonly VolumeGeometry Grid = new(new(7, 12, 9), Affine.FromSpacing(new(1, 2, 3)));

    // Every length from 1, so primes and powers of two alike, and factors of any kind, along every axis.
    [Fact]
    public void Is_a_transform_a_product_and_the_transform_back() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 24], Gen.UInt)
            .Sample(
                (axis, length, seed) =>
                {
                    var random = new Random64(seed);
                    int[] sides = [3, 2, 4];
                    sides[axis] = length;
                    var grid = new VolumeGeometry(new(sides[0], sides[1], sides[2]), Affine.Identity);
                    var image = new ComplexVolume(Some.Noise(grid, seed), Some.Noise(grid, seed + 1UL));
                    var factors = new Complex[length];
                    foreach (ref var factor in factors.AsSpan())
                        factor = new(random.NextDouble() - 0.5, random.NextDouble() - 0.5);
                    Compare(FrequencyFilter.Multiply(image, axis, factors), Direct(image, axis, factors));
                    var real = new ComplexVolume(image.Real, new(grid));
                    Compare(FrequencyFilter.Multiply(image.Real, axis, factors), Direct(real, axis, factors));
                },
                iter: 100
            );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Factors_of_one_give_back_the_image(int axis)
    {
        var image = Some.Noise(Grid, 1);
        var ones = FrequencyFilter.Factors(Grid.Size[axis], _ => 1);
        var result = FrequencyFilter.Multiply(image, axis, ones);
        result.Real.Voxels.SequenceEqual(image.Voxels).ShouldBeTrue();
        result.Imaginary.Voxels.ShouldAllBe(v => v == 0);
        FrequencyFilter.Magnitude(image, axis, ones).Voxels.ShouldBe(image.Voxels);
    }

    // A step of n/2 ones, of which the frequencies up to K remain, is a sum of K waves that can be written down:
    // (1/n) Σ_k Σ_s cos(2π k (t - s) / n).
    [Theory]
    [InlineData(64, 7)]
    [InlineData(65, 7)]
    [InlineData(182, 40)]
    public void A_step_that_is_cut_in_frequency_rings_as_its_series_says(int length, int kept)
    {
        var image = new Volume<float>(new(new(length, 1, 1), Affine.Identity));
        image.Row(0, 0)[..(length / 2)].Fill(1);
        var factors = FrequencyFilter.Factors(length, k => Math.Abs(k) <= kept ? 1 : 0);
        var cut = FrequencyFilter.Multiply(image, 0, factors);
        cut.Imaginary.Voxels.ShouldAllBe(v => Math.Abs(v) < 1e-6f);
        for (var t = 0; t < length; t++)
        {
            var sum = 0.0;
            for (var k = -kept; k <= kept; k++)
            for (var s = 0; s < length / 2; s++)
                sum += Math.Cos(Math.Tau * k * (t - s) / length) / length;
            ((double)cut.Real.Voxels[t]).ShouldBe(sum, 1e-5);
        }

        // Gibbs: a step overshoots by about 9 % of its height, if a voxel lies near the crest.
        cut.Real.Voxels.Max().ShouldBeInRange(1.05f, 1.1f);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(16)]
    public void A_shift_keeps_a_real_image_real_and_whole_voxels_move_it(int length)
    {
        var image = Some.Noise(new(new(2, length, 3), Affine.Identity), 3);
        foreach (var voxels in new[] { 3, 0.5 })
        {
            var shift = FrequencyFilter.Factors(
                length,
                k => Complex.FromPolarCoordinates(1, -Math.Tau * k * voxels / length)
            );
            var moved = FrequencyFilter.Multiply(image, 1, shift);
            moved.Imaginary.Voxels.ShouldAllBe(v => Math.Abs(v) < 1e-6f);
            if (voxels == 3)
                foreach (var (x, y, z) in Some.Indices(image.Size))
                    moved.Real[x, (y + 3) % length, z].ShouldBe(image[x, y, z], 1e-5f);
        }
    }

    [Fact]
    public void The_line_at_half_the_sampling_frequency_stands_for_both_signs()
    {
        var seen = new List<int>();
        var factors = FrequencyFilter.Factors(
            8,
            k =>
            {
                seen.Add(k);
                return new Complex(0, k);
            }
        );
        seen.Order().ShouldBe([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
        factors[0].ShouldBe(Complex.Zero);
        factors[4].ShouldBe(Complex.Zero);
        factors[7].ShouldBe(new Complex(0, 3));
        FrequencyFilter.Factors(5, k => k).ShouldBe([-2, -1, 0, 1, 2]);
    }

    [Fact]
    public void The_phase_of_one_line_of_k_space_makes_a_ghost_of_its_wave()
    {
        const int Length = 20;
        var image = Some.Painted(
            new(new(1, 1, Length), Affine.Identity),
            p => 5 + Math.Cos(Math.Tau * 3 * p.Z / Length)
        );
        var factors = FrequencyFilter.Factors(Length, k => k == 3 ? Complex.ImaginaryOne : 1);
        var ghost = FrequencyFilter.Multiply(image, 2, factors);
        for (var z = 0; z < Length; z++)
        {
            // cos = (e^iφ + e^-iφ) / 2, of which the first is turned by 90°.
            var phase = Complex.FromPolarCoordinates(0.5, Math.Tau * 3 * z / Length);
            var expected = 5 + phase * Complex.ImaginaryOne + Complex.Conjugate(phase);
            ((double)ghost.Real.Voxels[z]).ShouldBe(expected.Real, 1e-5);
            ((double)ghost.Imaginary.Voxels[z]).ShouldBe(expected.Imaginary, 1e-5);
            ((double)ghost.Magnitude().Voxels[z]).ShouldBe(expected.Magnitude, 1e-5);
        }
    }

    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        var image = Some.Noise(Grid, 5);
        var factors = FrequencyFilter.Factors(12, k => Complex.FromPolarCoordinates(1, k * k));
        var one = FrequencyFilter.Magnitude(image, 1, factors, threads: 1).Voxels;
        one.SequenceEqual(FrequencyFilter.Magnitude(image, 1, factors, threads: 3).Voxels).ShouldBeTrue();
    }

    [Fact]
    public void Refuses_factors_that_do_not_fit()
    {
        var image = Some.Noise(Grid, 1);
        Should.Throw<ArgumentException>(() => FrequencyFilter.Multiply(image, 0, new Complex[12]));
        Should.Throw<ArgumentException>(() => FrequencyFilter.Multiply(image, 3, new Complex[12]));
        Should.Throw<ArgumentException>(() =>
            FrequencyFilter.Multiply(image, 0, FrequencyFilter.Factors(7, k => new Complex(0, 1.0 / k)))
        );
        var other = new Volume<float>(new(Grid.Size, Affine.Identity));
        Should.Throw<ArgumentException>(() => new ComplexVolume(image, other));
    }

    private static ComplexVolume Direct(ComplexVolume image, int axis, Complex[] factors)
    {
        var result = new ComplexVolume(new(image.Real.Geometry), new(image.Real.Geometry));
        var n = factors.Length;
        int[] strides = [1, image.Real.Size.X, image.Real.Size.X * image.Real.Size.Y];
        foreach (var (x, y, z) in Some.Indices(image.Real.Size))
        {
            int[] at = [x, y, z];
            if (at[axis] != 0)
                continue;
            var first = image.Real.Index(x, y, z);
            for (var i = 0; i < n; i++)
            {
                var frequency = i - n / 2;
                var line = Complex.Zero;
                for (var s = 0; s < n; s++)
                {
                    var p = first + s * strides[axis];
                    var voxel = new Complex(image.Real.Voxels[p], image.Imaginary.Voxels[p]);
                    line += voxel * Complex.FromPolarCoordinates(1, -Math.Tau * frequency * s / n);
                }

                for (var t = 0; t < n; t++)
                {
                    var wave = line * factors[i] / n * Complex.FromPolarCoordinates(1, Math.Tau * frequency * t / n);
                    result.Real.Voxels[first + t * strides[axis]] += (float)wave.Real;
                    result.Imaginary.Voxels[first + t * strides[axis]] += (float)wave.Imaginary;
                }
            }
        }

        return result;
    }

    private static void Compare(ComplexVolume actual, ComplexVolume expected)
    {
        for (var i = 0; i < expected.Real.Voxels.Length; i++)
        {
            actual.Real.Voxels[i].ShouldBe(expected.Real.Voxels[i], 1e-5f);
            actual.Imaginary.Voxels[i].ShouldBe(expected.Imaginary.Voxels[i], 1e-5f);
        }
    }
}
