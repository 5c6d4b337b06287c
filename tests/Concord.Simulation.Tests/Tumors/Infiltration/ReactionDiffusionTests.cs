using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Infiltration;

namespace Concord.Simulation.Tests.Tumors.Infiltration;

public sealed class ReactionDiffusionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_front_moves_at_two_roots_of_diffusivity_times_proliferation(int axis)
    {
        // A front from a steep start lags behind 2 sqrt(D rho) t by 3/2 sqrt(D/rho) ln t (Bramson 1983), which is 1 % of
        // the way between these two times; added back, what is left is that of the grid.
        const double D = 0.4,
            Rho = 0.05;
        int[] sides = [1, 1, 1];
        sides[axis] = 640;
        var u = Fill(new(sides[0], sides[1], sides[2]), (x, y, z) => Math.Max(x, z) < 10 ? 1 : 0);
        double Front(double days) => Run(u, D, Rho, days).Voxels.Sum(v => (double)v);
        var speed = (Front(1800) - Front(900)) / 900;
        speed.ShouldBe(2 * Math.Sqrt(D * Rho), 0.05 * 2 * Math.Sqrt(D * Rho));
        (speed + 1.5 * Math.Sqrt(D / Rho) * Math.Log(2) / 900).ShouldBe(
            2 * Math.Sqrt(D * Rho),
            0.02 * 2 * Math.Sqrt(D * Rho)
        );
    }

    [Fact]
    public void Without_diffusion_the_logistic_curve_is_exact()
    {
        var end = Run(Fill(new(9, 1, 1), (x, _, _) => 0.1 * x), 0, 0.1, 20);
        for (var x = 0; x < 9; x++)
            end[x, 0, 0].ShouldBe((float)(0.1 * x * Math.Exp(2) / (1 + 0.1 * x * (Math.Exp(2) - 1))), 1e-6f);
    }

    [Fact]
    public void Without_proliferation_nothing_is_lost_or_made()
    {
        var (size, random) = (new GridSize(37, 31, 29), new Random64(3));
        var domain = Domain(size, (x, y, z) => (x + 2 * y + 3 * z) % 11 != 0);
        var diffusivity = Fill(size, (_, _, _) => random.Between(0, 0.4));
        var start = Fill(size, (x, y, z) => Math.Abs(x - 20) + Math.Abs(y - 15) + Math.Abs(z - 9) < 8 ? 0.7 : 0);
        var tensors = Tensors(size, (_, _, _) => Stretched(4, random.Between(0, 3), random.Between(0, 3)));
        for (var i = 0; i < domain.Voxels.Length; i++)
            start.Voxels[i] *= domain.Voxels[i];
        var end = ReactionDiffusion.Run(start, diffusivity, tensors, new() { Proliferation = 0, Days = 200 }, domain);
        end.Voxels.ShouldNotBe(start.Voxels);
        end.Voxels.Sum(v => (double)v).ShouldBe(start.Voxels.Sum(v => (double)v), 2e-6 * start.Voxels.Sum());
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(4, 0, 0)]
    [InlineData(4, 30, 0)]
    [InlineData(3.7, 40, 55)]
    [InlineData(3.7, 135, -35.264)] // a diagonal of the cube, where the stencil holds the least
    public void A_drop_spreads_by_twice_the_diffusion_tensor_a_day(double ratio, double azimuth, double elevation)
    {
        const double D = 0.15;
        var size = new GridSize(45, 43, 41);
        var t = Stretched(ratio, double.DegreesToRadians(azimuth), double.DegreesToRadians(elevation));
        var start = Fill(size, (x, y, z) => Math.Exp(-(Sq(x - 22) + Sq(y - 21) + Sq(z - 20)) / 4.5));
        var end = ReactionDiffusion.Run(
            start,
            Fill(size, (_, _, _) => D),
            Tensors(size, (_, _, _) => t),
            new() { Proliferation = 0, Days = 20 },
            Domain(size, (_, _, _) => true)
        );
        var growth = Covariance(end).Zip(Covariance(start), (a, b) => (a - b) / (2 * D * 20)).ToArray();
        for (var i = 0; i < 6; i++)
            growth[i].ShouldBe(t[i], 0.01);
    }

    [Fact]
    public void A_tensor_stretched_beyond_the_stencil_keeps_its_axis_and_becomes_rounder()
    {
        // Along a diagonal of the cube a ratio of 10 is more than the stencil holds: what is left of D is a mixture of D
        // and its mean, so that all components off the diagonal shrink by the same share.
        var size = new GridSize(43, 43, 43);
        var t = Stretched(10, Math.PI / 4, Math.Atan(Math.Sqrt(0.5)));
        var start = Fill(size, (x, y, z) => Math.Exp(-(Sq(x - 21) + Sq(y - 21) + Sq(z - 21)) / 4.5));
        var end = ReactionDiffusion.Run(
            start,
            Fill(size, (_, _, _) => 0.15),
            Tensors(size, (_, _, _) => t),
            new() { Proliferation = 0, Days = 20 },
            Domain(size, (_, _, _) => true)
        );
        var growth = Covariance(end).Zip(Covariance(start), (a, b) => (a - b) / 6).ToArray();
        // Ratio 4 is exact there: eigenvalues 2, 0.5, 0.5 have 0.5 off the diagonal.
        new[] { growth[3], growth[4], growth[5] }.ShouldAllBe(v => Math.Abs(v - 0.5) < 0.01);
        (growth[0] + growth[1] + growth[2]).ShouldBe(3, 0.02);
    }

    [Fact]
    public void A_drop_in_the_middle_stays_symmetric()
    {
        var size = new GridSize(31, 31, 31);
        var start = Fill(size, (x, y, z) => Sq(x - 15) + Sq(y - 15) + Sq(z - 15) < 10 ? 1 : 0);
        var (end, worst) = (Run(start, 0.2, 0.05, 30), 0f);
        for (var z = 0; z < 31; z++)
        for (var y = 0; y < 31; y++)
        for (var x = 0; x < 31; x++)
        {
            worst = Math.Max(worst, Math.Abs(end[x, y, z] - end[30 - x, y, z]));
            worst = Math.Max(worst, Math.Abs(end[x, y, z] - end[z, x, y]));
        }

        worst.ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void Nothing_leaks_out_of_the_domain_nor_through_an_edge_where_two_parts_touch()
    {
        // Two blocks that share only an edge, x = y = 15, and a wall; with fibres that point straight across it.
        var size = new GridSize(30, 30, 10);
        var domain = Domain(size, (x, y, _) => x < 15 == y < 15);
        var start = Fill(size, (x, y, _) => x < 15 && y < 15 ? 0.8 : 0);
        foreach (var azimuth in new[] { 45, 135 })
        {
            var t = Stretched(4, double.DegreesToRadians(azimuth), 0);
            var settings = new ReactionDiffusionSettings { Proliferation = 0.1, Days = 60 };
            var tensors = Tensors(size, (_, _, _) => t);
            var end = ReactionDiffusion.Run(start, Fill(size, (_, _, _) => 0.3), tensors, settings, domain);
            for (var i = 0; i < end.Voxels.Length; i++)
                (end.Voxels[i] > 0).ShouldBe(start.Voxels[i] > 0);
        }
    }

    [Fact]
    public void Gives_the_same_bytes_on_any_number_of_threads()
    {
        var size = new GridSize(40, 33, 21);
        var domain = Domain(size, (x, y, z) => Sq(x - 20) + Sq(y - 16) + Sq(z - 10) < 300);
        var start = Fill(size, (x, y, z) => x is > 20 and < 24 && y is > 10 and < 14 && z is > 3 and < 9 ? 1 : 0);
        Volume<float> Grow(int threads) =>
            ReactionDiffusion.Run(
                start,
                Fill(size, (x, _, _) => x < 20 ? 0.15 : 0.02),
                Tensors(size, (x, y, z) => Stretched(4, x * 0.1, y * 0.1 + z)),
                new() { Days = 60 },
                domain,
                threads: threads
            );
        var one = Grow(1).Voxels;
        Grow(3).Voxels.ShouldBe(one);
        Grow(-1).Voxels.ShouldBe(one);
    }

    [Fact]
    public void Densities_stay_between_0_and_1() =>
        Gen.ULong.Sample(
            seed =>
            {
                var random = new Random64(seed);
                var size = new GridSize(3 + random.Next(20), 3 + random.Next(7), 3 + random.Next(7));
                double Draw(double low, double high) => random.Between(low, high);
                var end = ReactionDiffusion.Run(
                    Fill(size, (_, _, _) => random.NextDouble() < 0.5 ? Math.Round(Draw(0, 1)) : Draw(0, 1)),
                    Fill(size, (_, _, _) => random.NextDouble() < 0.2 ? 0 : Math.Exp(Draw(-4, 2))),
                    Tensors(size, (_, _, _) => Stretched(Math.Exp(Draw(-3, 3)), Draw(0, 7), Draw(0, 7))),
                    new() { Proliferation = Draw(0, 1), Days = Draw(0, 20) },
                    Domain(size, (_, _, _) => random.NextDouble() < 0.8)
                );
                return end.Voxels.All(v => v is >= 0 and <= 1);
            },
            iter: 100
        );

    [Fact]
    public void The_domain_alone_may_be_anywhere_and_anything_around_it_is_dropped()
    {
        var size = new GridSize(20, 21, 22);
        var whole = Fill(size, (_, _, _) => 0.5);
        var none = new Volume<float>(whole.Geometry);
        Run(whole, 0.1, 0, 5).Voxels.ShouldAllBe(v => v == 0.5f);
        var settings = new ReactionDiffusionSettings { Days = 5 };
        var empty = ReactionDiffusion.Run(whole, none, null, settings, Domain(size, (_, _, _) => false));
        empty.Voxels.ShouldAllBe(v => v == 0);
        var corner = Domain(size, (x, y, z) => x + y + z == 60);
        var one = ReactionDiffusion.Run(whole, none, null, settings, corner);
        one.Voxels.Count(v => v > 0).ShouldBe(1);
        one[19, 20, 21].ShouldBeGreaterThan(0.5f);
    }

    [Fact]
    public void Reports_progress_and_can_be_cancelled()
    {
        var start = Fill(new(12, 12, 12), (x, _, _) => x < 4 ? 1 : 0);
        var medium = Fill(start.Size, (_, _, _) => 0.2);
        var domain = Domain(start.Size, (_, _, _) => true);
        using var cancel = new CancellationTokenSource();
        var reports = new Reports(share =>
        {
            if (share > 0.5)
                cancel.Cancel();
        });
        Should.Throw<OperationCanceledException>(() =>
            ReactionDiffusion.Run(start, medium, null, new() { Days = 30 }, domain, reports, cancellation: cancel.Token)
        );
        reports.Seen.ShouldBeInOrder();
        reports.Seen[^1].ShouldBeInRange(0.5, 0.6);
    }

    [Fact]
    public void Refuses_what_makes_no_sense()
    {
        var (u, d) = (Fill(new(4, 4, 4), (_, _, _) => 0.5), Fill(new(4, 4, 4), (_, _, _) => 0.1));
        var domain = Domain(u.Size, (_, _, _) => true);
        Should.Throw<ArgumentException>(() => ReactionDiffusion.Run(u, d, null, new() { Days = -1 }, domain));
        Should.Throw<ArgumentException>(() =>
            ReactionDiffusion.Run(Fill(new(4, 4, 4), (_, _, _) => 1.5), d, null, new(), domain)
        );
        Should.Throw<ArgumentException>(() =>
            ReactionDiffusion.Run(u, Fill(new(4, 4, 4), (_, _, _) => double.NaN), null, new(), domain)
        );
        Should.Throw<ArgumentException>(() =>
            ReactionDiffusion.Run(u, Fill(new(4, 4, 5), (_, _, _) => 0.1), null, new(), domain)
        );
        var flat = new Volume<float>(SubjectSettings.Centred(u.Size, new(1, 1, 3)));
        Should.Throw<ArgumentException>(() => ReactionDiffusion.Run(flat, d, null, new(), domain));
    }

    private static double Sq(double v) => v * v;

    private static Volume<float> Run(Volume<float> start, double diffusivity, double proliferation, double days) =>
        ReactionDiffusion.Run(
            start,
            Fill(start.Size, (_, _, _) => diffusivity),
            null,
            new() { Proliferation = proliferation, Days = days },
            Domain(start.Size, (_, _, _) => true)
        );

    private static Volume<float> Fill(GridSize size, Func<int, int, int, double> value) =>
        Grids.Make(size, (x, y, z) => (float)value(x, y, z));

    private static Volume<byte> Domain(GridSize size, Func<int, int, int, bool> inside) =>
        Grids.Make(size, (x, y, z) => (byte)(inside(x, y, z) ? 1 : 0));

    private static TensorField Tensors(GridSize size, Func<int, int, int, double[]> tensor)
    {
        var field = new TensorField(SubjectSettings.Centred(size, Spacing.Isotropic(1)));
        for (var i = 0; i < size.Voxels; i++)
            field.Set(i, tensor(i % size.X, i / size.X % size.Y, i / (size.X * size.Y)));
        return field;
    }

    private static double[] Stretched(double ratio, double azimuth, double elevation) =>
        TensorExtensions.Stretched(ratio, azimuth, elevation);

    private static double[] Covariance(Volume<float> u)
    {
        var (sum, first, second) = (0.0, new double[3], new double[6]);
        for (var z = 0; z < u.Size.Z; z++)
        for (var y = 0; y < u.Size.Y; y++)
        for (var x = 0; x < u.Size.X; x++)
        {
            double v = u[x, y, z];
            (sum, first[0], first[1], first[2]) = (sum + v, first[0] + v * x, first[1] + v * y, first[2] + v * z);
            (second[0], second[1], second[2]) = (second[0] + v * x * x, second[1] + v * y * y, second[2] + v * z * z);
            (second[3], second[4], second[5]) = (second[3] + v * x * y, second[4] + v * x * z, second[5] + v * y * z);
        }

        (int, int)[] pairs = [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)];
        return [.. pairs.Select((pair, i) => second[i] / sum - first[pair.Item1] * first[pair.Item2] / (sum * sum))];
    }

    private sealed class Reports(Action<double> heard) : IProgress<double>
    {
        public List<double> Seen { get; } = [];

        public void Report(double value)
        {
            Seen.Add(value);
            heard(value);
        }
    }
}
