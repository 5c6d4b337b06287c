using Concord.Learning.Tests.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Training;

public sealed class AdamTests
{
    /// <summary>One weight of a few numbers.</summary>
    private sealed class Weight : nn.Module
    {
        public Weight()
            : base(nameof(Weight))
        {
            W = nn.Parameter(tensor(new[] { 0.5f, -2, 3, 0 }));
            RegisterComponents();
        }

        public Parameter W { get; }
    }

    // The wrapper made numbers of the rate and of the constants, and the collector could free them before they were read.
    [Fact]
    public void Takes_the_same_steps_while_garbage_is_collected()
    {
        using var scope = NewDisposeScope();
        var (calm, disturbed) = (new Weight(), new Weight());
        using var first = new Concord.Learning.Training.Adam(calm);
        using var second = new Concord.Learning.Training.Adam(disturbed);
        const int Steps = 2000;
        for (var step = 1; step <= Steps; step++)
            Step(calm, first, step);
        HandleTests.WhileGarbageIsCollected(i =>
        {
            for (var k = 0; k < Steps / 100; k++)
                Step(disturbed, second, Steps / 100 * i + k + 1);
        });
        disturbed.W.data<float>().ToArray().ShouldBe(calm.W.data<float>().ToArray());

        static void Step(Weight weight, Concord.Learning.Training.Adam adam, int step)
        {
            using var own = NewDisposeScope();
            (weight.W - 1).pow(4).mul(0.01).sum().backward();
            adam.Step(step, 0.001 * (1 + step % 7));
        }
    }

    [Fact]
    public void Takes_the_steps_that_the_librarys_own_takes()
    {
        using var scope = NewDisposeScope();
        var (own, other) = (new Weight(), new Weight());
        using var adam = new Concord.Learning.Training.Adam(own);
        var reference = optim.Adam(other.parameters(), lr: 0.03);
        for (var step = 1; step <= 10; step++)
        {
            // The third number is pushed by turns, the last never.
            var target = tensor(new[] { 1f, 1, step % 2 == 0 ? 9 : -9, 0 });
            foreach (var w in new[] { own.W, other.W })
                (w - target).pow(4).mul(0.01).sum().backward();
            adam.Step(step, 0.03);
            reference.step();
            reference.zero_grad();
            (own.W - other.W).abs().max().item<float>().ShouldBeLessThan(1e-6f, $"step {step}");
        }

        own.W[0].item<float>().ShouldNotBe(0.5f);
    }
}
