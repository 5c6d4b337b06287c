using Concord.Learning.Networks;
using Concord.Learning.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Networks;

public sealed class UNetTests
{
    [Theory]
    [InlineData("batch", Precision.Float32)]
    [InlineData("instance", Precision.Float32)]
    [InlineData("batch", Precision.BFloat16)]
    [InlineData("instance", Precision.BFloat16)]
    public void Keeps_the_size_and_gives_float32_scores_for_every_class(string norm, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCatalog.Make(
            2,
            [5],
            new()
            {
                Width = 4,
                Levels = 3,
                Norm = norm,
            },
            precision,
            seed: 1
        );
        var output = network.call(randn([2, 2, 8, 12, 16]));
        output.shape.ShouldBe([2, 5, 8, 12, 16]);
        output.dtype.ShouldBe(ScalarType.Float32);
        output.sum().backward();
        network.parameters().ShouldAllBe(p => p.grad!.dtype == ScalarType.Float32);
    }

    [Fact]
    public void Leaves_what_it_computes_again_out_of_the_graph()
    {
        using var scope = NewDisposeScope();
        NetworkSettings settings = new() { Width = 4, Levels = 3 };
        using var kept = NetworkCatalog.Make(2, [3, 2], settings, Precision.Float32, seed: 1);
        using var again = NetworkCatalog.Make(
            2,
            [3, 2],
            settings with
            {
                Recompute = true,
            },
            Precision.Float32,
            seed: 1
        );
        var (input, weights) = (randn([2, 2, 8, 8, 8]), randn([2, 5, 8, 8, 8]));
        (kept.call(input) * weights).sum().backward();
        // Twice: a second pass adds to what the first has found.
        for (var pass = 1; pass <= 2; pass++)
        {
            var logits = again.call(input);
            logits.is_leaf.ShouldBeTrue();
            (logits * weights).sum().backward();
            if (pass == 1)
                again.parameters().ShouldAllBe(p => ReferenceEquals(p.grad, null));
            ((IRecomputing)again).BackwardFrom(logits);
            foreach (var (a, b) in again.parameters().Zip(kept.parameters()))
                a.grad!.allclose(b.grad! * pass, rtol: 1e-4, atol: 1e-5).ShouldBeTrue();
        }

        using var noGradient = no_grad();
        again.call(input).requires_grad.ShouldBeFalse();
    }

    // Where nobody goes back, maps are disposed of on the way: none may go that is still needed.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(4, 3)]
    public void Computes_the_same_where_nobody_goes_back(int levels, int decoders)
    {
        foreach (var precision in new[] { Precision.Float32, Precision.BFloat16 })
        {
            using var scope = NewDisposeScope();
            NetworkSettings settings = new() { Width = 4, Levels = levels };
            int[] heads = [.. Enumerable.Range(2, decoders)];
            using var network = NetworkCatalog.Make(2, heads, settings, precision, seed: 1);
            network.eval();
            var input = randn([2, 2, 8, 16, 24]);
            var expected = network.call(input);
            using (no_grad())
                network.call(input).eq(expected).all().item<bool>().ShouldBeTrue();
            using (inference_mode())
                network.call(input).eq(expected).all().item<bool>().ShouldBeTrue();
        }
    }

    // 32-64-128-256: every 3x3x3 convolution, every transposed convolution, one norm a block, and the head.
    [Fact]
    public void Has_the_papers_number_of_parameters()
    {
        using var network = NetworkCatalog.Make(2, [5], new(), Precision.Float32, seed: 1);
        static long Block(long from, long to) => (27 * from * to + to) + (27 * to * to + to) + 2 * to;
        static long Lift(long from, long to) => 8 * from * to + to;
        var expected =
            Block(2, 32)
            + Block(32, 64)
            + Block(64, 128)
            + Block(128, 256)
            + Lift(256, 128)
            + Block(128, 128)
            + Lift(128, 64)
            + Block(64, 64)
            + Lift(64, 32)
            + Block(32, 32)
            + 32 * 5
            + 5;
        network.parameters().Sum(p => p.numel()).ShouldBe(expected);
    }

    [Fact]
    public void Starts_alike_for_the_same_seed_and_differently_for_another()
    {
        using var scope = NewDisposeScope();
        double Sum(ulong seed)
        {
            using var network = NetworkCatalog.Make(1, [2], new() { Width = 2, Levels = 2 }, Precision.Float32, seed);
            return network.parameters().Sum(p => (double)p.abs().sum().item<float>());
        }

        Sum(3).ShouldBe(Sum(3));
        Sum(3).ShouldNotBe(Sum(4));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("instance")]
    public void Norms_change_nothing_at_first(string norm)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 10; i++)
        {
            // What earlier tensors left in memory must not matter.
            for (var size = 1; size < 100; size++)
                full([size], -7f).Dispose();
            NetworkSettings settings = new()
            {
                Width = 4,
                Levels = 3,
                Norm = norm,
            };
            using var network = NetworkCatalog.Make(1, [2], settings, Precision.Float32, seed: 1);
            var weights = network.named_parameters().Where(p => p.name.Contains("norm", StringComparison.Ordinal));
            foreach (var (name, parameter) in weights)
            {
                var expected = name.EndsWith("weight", StringComparison.Ordinal) ? 1f : 0f;
                parameter.data<float>().ToArray().ShouldAllBe(v => v == expected, name);
            }
        }
    }

    [Fact]
    public async Task Starts_alike_whatever_else_in_the_process_draws_random_numbers()
    {
        byte[] Weights()
        {
            using var scope = NewDisposeScope();
            using var network = NetworkCatalog.Make(
                1,
                [2],
                new() { Width = 8, Levels = 3 },
                Precision.Float32,
                seed: 3
            );
            return [.. network.parameters().SelectMany(p => p.bytes.ToArray())];
        }

        var alone = Weights();
        using var enough = new CancellationTokenSource();
        var other = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
                randn(100).Dispose();
        });
        for (var i = 0; i < 20; i++)
            Weights().ShouldBe(alone);
        await enough.CancelAsync();
        await other;
    }

    // What happens when a network goes to another device, on the only device there is.
    [Fact]
    public void Works_on_after_its_parameters_were_moved()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCatalog.Make(1, [3], new() { Width = 4, Levels = 2 }, Precision.Float32, seed: 1);
        network.eval();
        var input = randn([1, 1, 8, 8, 8]);
        var before = network.call(input).clone();
        network.to(ScalarType.Float64);
        network.to(ScalarType.Float32);
        network.call(input).allclose(before).ShouldBeTrue();
    }

    [Fact]
    public void With_a_decoder_for_each_head_shares_the_way_down_only()
    {
        using var scope = NewDisposeScope();
        var shape = new NetworkSettings { Width = 2, Levels = 3 };
        using var both = NetworkCatalog.Make(1, [4, 2], shape, Precision.Float32, seed: 1);
        var input = randn([1, 1, 8, 8, 8]);
        both.call(input).shape.ShouldBe([1, 6, 8, 8, 8]);
        // A score of the second head moves its own decoder and the way down, and nothing of the first decoder.
        both.call(input).narrow(1, 4, 2).square().sum().backward();
        foreach (var (name, parameter) in both.named_parameters())
        {
            var isMoved = parameter.grad is { } g && g.abs().max().item<float>() > 0;
            if (name.StartsWith("decoder0_", StringComparison.Ordinal))
                isMoved.ShouldBeFalse(name);
            else if (name.EndsWith("conv1.weight", StringComparison.Ordinal))
                isMoved.ShouldBeTrue(name);
        }

        using var one = NetworkCatalog.Make(1, [4], shape, Precision.Float32, seed: 1);
        var (single, double_) = (one.parameters().Sum(p => p.numel()), both.parameters().Sum(p => p.numel()));
        double_.ShouldBeGreaterThan(single);
        double_.ShouldBeLessThan(2 * single);
    }

    // One channel is widened with an empty one, because libtorch is slow with one.
    [Fact]
    public void A_single_channel_gives_what_the_formula_says()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var layer = new Convolution(1, 3, kernel: 3, generator);
        var input = randn([1, 1, 4, 5, 6]);
        var expected = nn.functional.conv3d(
            input,
            layer.get_parameter("weight")!,
            layer.get_parameter("bias")!,
            [1, 1, 1],
            [1, 1, 1]
        );
        (layer.call(input) - expected).abs().max().item<float>().ShouldBeLessThan(1e-5f);
    }
}
