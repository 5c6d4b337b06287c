using Concord.Learning.Losses;
using Concord.Learning.Recipes;
using Concord.Learning.Sampling;
using Concord.Learning.Strategies;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Training;

/// <summary>
/// The loss of a network on patches of the validation subjects: the same patches every time, balanced as in training, not
/// augmented.
/// </summary>
internal sealed class ValidationLoss
{
    // 28 patches of the paper's batch: enough to see a curve, little beside the steps between two validations.
    private const int Batches = 4;

    private readonly TrainingData _data;
    private readonly ISegmentationLoss _loss;
    private readonly PatchSampler _sampler;

    public ValidationLoss(TrainingData data, Recipe recipe, Strategy strategy)
    {
        _data = data;
        var table = data.ValidationTable;
        var shares = ReferenceEquals(table, data.Table) ? data.Shares() : new double[table.Sets.Count - 1];
        _loss = strategy.MakeLoss(new(table, recipe.Scope, shares));
        // Not the stream that training draws from.
        var seed = new Imaging.Random64(recipe.Seed, 0x56414C).NextUInt64();
        _sampler = new(
            table,
            data.Datasets,
            data.Validation,
            new(recipe.Patch, recipe.Batch, Mirror: false, Intensity: 0, seed),
            needsAll: false
        );
    }

    /// <summary>Whether there is nothing to measure: the validation subjects have no label that says something.</summary>
    public bool IsEmpty => _sampler.IsEmpty;

    /// <summary>The mean over the batches.</summary>
    public double Measure(nn.Module<Tensor, Tensor> network, Device device)
    {
        network.eval();
        using var noGradient = no_grad();
        var sum = 0.0;
        PatchBatch? batch = null;
        for (var i = 1; i <= Batches; i++)
        {
            using var scope = NewDisposeScope();
            batch = _sampler.Draw(i, batch);
            var sets = BatchTensors.SetsOf(_data.ValidationTable).to(device);
            var (input, target) = BatchTensors.Of(batch, _data.ValidationTable, sets, device);
            sum += _loss.Forward(network.call(input), target).to_type(ScalarType.Float64).item<double>();
        }

        return sum / Batches;
    }
}
