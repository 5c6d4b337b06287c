using Concord.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Networks;

/// <summary>A layer in bfloat16 must do what it does in float32, but for rounding, at every size a patch may shrink to.</summary>
public sealed class PrecisionOfLayersTests
{
    public static TheoryData<string, int, int, int> Sizes()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach (var layer in new[] { "convolution", "upsampling" })
        foreach (
            var (depth, height, width) in new[] { (1, 6, 6), (2, 6, 6), (2, 2, 2), (3, 5, 4), (6, 2, 6), (8, 8, 2) }
        )
            data.Add(layer, depth, height, width);
        return data;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_in_bfloat16_are_those_in_float32(string layer, int depth, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        nn.Module<Tensor, Tensor> made =
            layer == "convolution" ? new Convolution(16, 16, 3, generator) : new Upsampling(16, 16, generator);
        using var module = made;
        var input = randn([3, 16, depth, height, width]);
        var (output, image, weight) = Run(ScalarType.Float32);
        for (var repeat = 0; repeat < 3; repeat++)
        {
            // What earlier tensors left in memory must not matter.
            for (var i = 0; i < 4; i++)
                full([16 * 16 * 27L + 1000 * i], double.NaN).Dispose();
            var (output16, image16, weight16) = Run(ScalarType.BFloat16);
            Distance(output16, output).ShouldBeLessThan(0.02);
            Distance(image16, image).ShouldBeLessThan(0.02);
            Distance(weight16, weight).ShouldBeLessThan(0.02);
        }

        (Tensor Output, Tensor Image, Tensor Weight) Run(ScalarType type)
        {
            module.zero_grad();
            var x = input.to_type(type).permute(0, 2, 3, 4, 1).contiguous().permute(0, 4, 1, 2, 3).requires_grad_(true);
            var y = module.call(x);
            y.dtype.ShouldBe(type);
            y.backward([ones_like(y)]);
            return (y, x.grad!, module.get_parameter("weight")!.grad!.clone());
        }
    }

    private static double Distance(Tensor a, Tensor b) =>
        (a.to_type(ScalarType.Float32) - b).norm().item<float>() / b.norm().item<float>();
}
