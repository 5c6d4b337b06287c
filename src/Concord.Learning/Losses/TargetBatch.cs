using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>What a batch of patches should become.</summary>
/// <param name="Categories">
/// [batch, depth, height, width], int64: the row of <paramref name="Sets"/> for each voxel. The last row is padding.
/// </param>
/// <param name="Sets">[category, class], bool: the candidate set of each category. The last row, padding, is all true.</param>
/// <param name="Inside">[batch, depth, height, width], float: 1 in the volume, 0 for padding.</param>
public sealed record TargetBatch(Tensor Categories, Tensor Sets, Tensor Inside);
