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
            5,
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

    // 32-64-128-256: every 3x3x3 convolution, every transposed convolution, one norm a block, and the head.
    [Fact]
    public void Has_the_papers_number_of_parameters()
    {
        using var network = NetworkCatalog.Make(2, 5, new(), Precision.Float32, seed: 1);
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
            using var network = NetworkCatalog.Make(1, 2, new() { Width = 2, Levels = 2 }, Precision.Float32, seed);
            return network.parameters().Sum(p => (double)p.abs().sum().item<float>());
        }

        Sum(3).ShouldBe(Sum(3));
        Sum(3).ShouldNotBe(Sum(4));
    }

    // What happens when a network goes to another device, on the only device there is.
    [Fact]
    public void Works_on_after_its_parameters_were_moved()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkCatalog.Make(1, 3, new() { Width = 4, Levels = 2 }, Precision.Float32, seed: 1);
        network.eval();
        var input = randn([1, 1, 8, 8, 8]);
        var before = network.call(input).clone();
        network.to(ScalarType.Float64);
        network.to(ScalarType.Float32);
        network.call(input).allclose(before).ShouldBeTrue();
    }
}
