using System.Runtime.InteropServices;
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
        var input = Copy(batch.Images, [batch.Count, batch.Channels, z, y, x], ScalarType.Float32).to(device);
        var categories = Copy(batch.Categories, [batch.Count, z, y, x], ScalarType.Byte)
            .to(device)
            .to_type(ScalarType.Int64);
        return (input, new(categories, sets, categories.ne(table.Padding).to_type(ScalarType.Float32)));
    }

    // Unlike torch.tensor, which copies into another array of the collector's first.
    private static Tensor Copy<T>(T[] numbers, long[] shape, ScalarType type)
        where T : unmanaged
    {
        var result = empty(shape, type);
        MemoryMarshal.AsBytes(numbers.AsSpan()).CopyTo(result.bytes);
        return result;
    }
}
