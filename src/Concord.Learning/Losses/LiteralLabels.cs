using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>Turns categories into one class each, for the losses that know no candidate sets.</summary>
internal static class LiteralLabels
{
    /// <summary>[batch, depth, height, width], int64. Padding is given class 0; its weight is 0 anyway.</summary>
    public static Tensor Of(TargetBatch target, IReadOnlyList<int> classes)
    {
        var table = tensor([.. classes.Select(c => (long)c), 0L], device: target.Categories.device);
        return table.index_select(0, target.Categories.flatten()).view_as(target.Categories);
    }
}
