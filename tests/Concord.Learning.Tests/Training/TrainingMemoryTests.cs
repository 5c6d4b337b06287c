using Concord.Learning.Recipes;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Training;

public sealed class TrainingMemoryTests
{
    // The table of docs/results/checks.md: eight heads of 1 mm, T1 and FLAIR; peak resident memory in GB. Where the network is
    // smaller, reading decides.
    [Theory]
    [InlineData(32, 4, 32, 7, "bfloat16", 1.38)]
    [InlineData(32, 4, 32, 7, "float32", 1.48)]
    [InlineData(32, 4, 64, 2, "bfloat16", 1.63)]
    [InlineData(32, 4, 64, 2, "float32", 2.34)]
    [InlineData(16, 4, 64, 4, "bfloat16", 1.61)]
    [InlineData(32, 4, 64, 7, "bfloat16", 4.17)]
    [InlineData(32, 4, 64, 7, "bfloat16", 2.52, true)]
    [InlineData(32, 4, 96, 2, "bfloat16", 3.62)]
    [InlineData(32, 4, 96, 2, "bfloat16", 2.41, true)]
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
            8 * 182.0 * 218 * 182 * 6,
            (long)(27 * 2.1 * bottom * bottom)
        );
        (estimate / 1e9 / measured).ShouldBeInRange(0.8, 1.2);
    }
}
