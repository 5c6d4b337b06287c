using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>Turns categories into one class each, for the losses that know no candidate sets.</summary>
internal static class LiteralLabels
{
    /// <summary>[batch, depth, height, width], int64. Padding is given class 0; its weight is 0 anyway.</summary>
    public static Tensor Of(TargetBatch target, IReadOnlyList<int> classes) =>
        CategoryValues.At(classes.Append(0), target.Categories);
}
