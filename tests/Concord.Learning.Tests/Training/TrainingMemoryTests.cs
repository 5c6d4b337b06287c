using Concord.Learning.Recipes;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Training;

public sealed class TrainingMemoryTests
{
    // The table of docs/results/checks.md: 32 subjects of the demo, peak resident memory in GB.
    [Theory]
    [InlineData(4, 2, 16, 2, "bfloat16", 0.63)]
    [InlineData(16, 3, 24, 7, "bfloat16", 0.84)]
    [InlineData(32, 4, 32, 7, "bfloat16", 0.95)]
    [InlineData(32, 4, 32, 7, "float32", 1.49)]
    [InlineData(32, 4, 64, 2, "float32", 1.87)]
    [InlineData(32, 4, 64, 2, "bfloat16", 1.71)]
    [InlineData(16, 4, 64, 4, "bfloat16", 1.60)]
    public void Meets_what_was_measured(
        int width,
        int levels,
        int side,
        int batch,
        string precision,
        double measured,
        bool recompute = false
    )
    {
        var recipe = new Recipe
        {
            Network = new()
            {
                Width = width,
                Levels = levels,
                Recompute = recompute,
            },
            Patch = [side, side, side],
            Batch = batch,
            Precision = precision,
        };
        // 27 weights for each pair of channels of some twenty convolutions, most of them at the bottom.
        var bottom = width << levels - 1;
        var estimate = TrainingMemory.Estimate(
            recipe,
            [5],
            32 * 96.0 * 112 * 96 * 6,
            (long)(27 * 2.1 * bottom * bottom)
        );
        (estimate / 1e9 / measured).ShouldBeInRange(0.8, 1.2);
    }
}
