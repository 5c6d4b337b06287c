using System.Globalization;
using Concord.Learning.Recipes;

namespace Concord.Bench.Rows;

/// <summary>A step of the paper's setting, against the same code with libtorch as it comes.</summary>
internal sealed class TrainingStep : IRow
{
    // A round is a few steps, so that both processes meet the same disturbances.
    private const string Steps = "4";

    public string Name => "training-step";

    public string What => "a training step, paper's network, 7 × 32³, against float32, contiguous, stock allocator";

    public string Bound => "≥ 2.5 ×";

    public RowResult Measure()
    {
        using var own = Contender.Steps("auto", isStock: false);
        using var stock = Contender.Steps("float32", isStock: true);
        var duel = Duel.Run(() => own.Do("steps", Steps).Seconds, () => stock.Do("steps", Steps).Seconds);
        var ceiling = ConvolutionCeiling.Operations / own.Do("ceiling").Seconds / 1e9;
        var recipe = new Recipe();
        var voxels = recipe.Batch * recipe.Patch.Aggregate(1.0, (product, side) => product * side);
        var operations = ConvolutionCeiling.Step(recipe.Network, 2, 5, voxels) / 1e9;
        var rate = operations / Duel.Median(duel.Own);
        return new(
            duel.Figure,
            duel.Detail
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"; {operations:0} GFLOP at {rate:0} GFLOP/s, where a convolution 64 to 64 reaches {ceiling:0}"
                ),
            duel.Ratio >= 2.5
        );
    }
}
