using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>
/// Equation 4 of the paper to the letter: at a lesion background voxel, S is every class but the labels L(y) that are
/// present in this patch's own ground truth; background stays in S. A patch without a lesion then teaches nothing about
/// its background.
/// </summary>
internal static class PatchScope
{
    /// <summary>[batch, class, depth, height, width], bool.</summary>
    public static Tensor Candidates(TargetBatch target)
    {
        var sets = AdaptiveCrossEntropy.DatasetCandidates(target);
        var isCertain = sets.sum(1, keepdim: true).eq(1);
        var present = sets.logical_and(isCertain).flatten(2).any(2);
        present[TensorIndex.Colon, 0] = false;
        var isLesionBackground = isCertain.logical_not().logical_and(sets.narrow(1, 0, 1));
        var literal = present.logical_not().reshape(present.shape[0], present.shape[1], 1, 1, 1);
        return where(isLesionBackground.logical_and(IsLimited(sets)), literal, sets);
    }

    // An unusable voxel, whose set is all classes, stays unusable: eq. 4 knows no such voxels.
    private static Tensor IsLimited(Tensor sets) => sets.all(1, keepdim: true).logical_not();
}
