using Concord.Imaging;
using Concord.Simulation.Degradation;

namespace Concord.Simulation.Tests.Degradation;

public sealed class MotionGhostingTests
{
    // An odd number of voxels along each axis: every frequency has its opposite.
    private static readonly Volume<float> Box = Grids.Make(
        new(21, 31, 15),
        (x, y, z) => x is > 6 and < 14 && y is > 10 and < 20 && z is > 4 and < 10 ? 100f + x + 3 * y : 0f
    );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Ghosts_lie_along_one_axis_only(int axis)
    {
        var ghosted = MotionGhosting.Add(Box, axis, 0.8, 5);
        var (outside, elsewhere) = (0f, 0f);
        for (var z = 0; z < 15; z++)
        for (var y = 0; y < 31; y++)
        for (var x = 0; x < 21; x++)
        {
            if (Box[x, y, z] > 0)
                continue;
            var isBeside =
                (axis == 0 || x is > 6 and < 14)
                && (axis == 1 || y is > 10 and < 20)
                && (axis == 2 || z is > 4 and < 10);
            if (isBeside)
                outside = Math.Max(outside, ghosted[x, y, z]);
            else
                elsewhere = Math.Max(elsewhere, ghosted[x, y, z]);
        }

        outside.ShouldBeGreaterThan(5);
        elsewhere.ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Keeps_the_energy_and_nearly_the_mean()
    {
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var ghosted = MotionGhosting.Add(Box, 1, 0.5, seed).Voxels;
            var energy = Box.Voxels.Sum(v => (double)v * v);
            // Only phases are turned (Parseval).
            ghosted.Sum(v => (double)v * v).ShouldBe(energy, 1e-4 * energy);
            var mean = Box.Voxels.Average(v => (double)v);
            // Ghosts are magnitudes, which only add.
            ghosted.Average(v => (double)v).ShouldBeInRange(mean, 1.3 * mean);
        }
    }

    [Fact]
    public void Grow_with_the_strength()
    {
        double Change(double strength) =>
            MotionGhosting.Add(Box, 1, strength, 4).Voxels.Zip(Box.Voxels, (a, b) => Math.Pow(a - b, 2)).Sum();
        MotionGhosting.Add(Box, 1, 0, 4).ShouldBeSameAs(Box);
        Change(0.1).ShouldBeGreaterThan(0);
        Change(0.4).ShouldBeGreaterThan(2 * Change(0.1));
        Change(1).ShouldBeGreaterThan(1.5 * Change(0.4));
    }

    [Fact]
    public void Fine_detail_suffers_in_proportion_to_its_frequency()
    {
        // Of the shift theorem: each seed turns both by other phases, and on average twenty cycles by ten times as much
        // as two.
        (Change(20) / Change(2)).ShouldBeInRange(7, 14);

        static double Change(int cycles)
        {
            var image = Grids.Make<float>(
                new(1, 64, 1),
                (_, y, _) => 100 + 10 * (float)Math.Cos(2 * Math.PI * cycles * y / 64)
            );
            var sum = 0.0;
            for (var seed = 0UL; seed < 200; seed++)
                sum += MotionGhosting
                    .Add(image, 1, 0.1, seed, threads: 1)
                    .Voxels.Zip(image.Voxels, (a, b) => Math.Pow(a - b, 2))
                    .Sum();
            return Math.Sqrt(sum);
        }
    }

    [Fact]
    public void Repeats_for_a_seed_on_any_number_of_threads_and_differs_for_another()
    {
        var ghosted = MotionGhosting.Add(Box, 1, 0.5, 4).Voxels;
        MotionGhosting.Add(Box, 1, 0.5, 4, threads: 1).Voxels.ShouldBe(ghosted);
        MotionGhosting.Add(Box, 1, 0.5, 5).Voxels.SequenceEqual(ghosted).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => MotionGhosting.Add(Box, 1, 1.1, 4));
    }
}
