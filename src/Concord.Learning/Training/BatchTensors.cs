using Concord.Learning.Losses;
using Concord.Learning.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Training;

/// <summary>Patches as tensors: what the network takes, and what the loss takes.</summary>
internal static class BatchTensors
{
    /// <summary>[category, class], bool: the candidate sets of a table.</summary>
    internal static Tensor SetsOf(CategoryTable table)
    {
        var classes = table.Space.Count;
        return tensor([.. table.Sets.SelectMany(s => Enumerable.Range(0, classes).Select(s.Contains))])
            .view(-1, classes);
    }

    /// <summary>A batch as the network and the loss take it.</summary>
    internal static (Tensor Input, TargetBatch Target) Of(
        PatchBatch batch,
        CategoryTable table,
        Tensor sets,
        Device device
    )
    {
        var (x, y, z) = (batch.Sides[0], batch.Sides[1], batch.Sides[2]);
        var input = tensor(batch.Images, [batch.Count, batch.Channels, z, y, x]).to(device);
        var categories = tensor(batch.Categories, [batch.Count, z, y, x]).to(device).to_type(ScalarType.Int64);
        return (input, new(categories, sets, categories.ne(table.Padding).to_type(ScalarType.Float32)));
    }
}
