using Concord.Labels;
using Concord.Learning.Losses;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Losses;

/// <summary>Small targets for the loss tests.</summary>
internal static class Targets
{
    /// <summary>One patch of voxels in a row along x, each with the set of its category; the last row is padding.</summary>
    public static TargetBatch Of(CandidateSet[] sets, int classes, params int[][] patches)
    {
        var all = sets.Append(CandidateSet.All(classes)).ToArray();
        var table = all.SelectMany(s => Enumerable.Range(0, classes).Select(s.Contains)).ToArray();
        var categories = tensor(patches.SelectMany(p => p.Select(c => (long)(c < 0 ? sets.Length : c))).ToArray());
        categories = categories.view(patches.Length, 1, 1, patches[0].Length);
        var inside = categories.ne(sets.Length).to_type(ScalarType.Float32);
        return new(categories, tensor(table).view(all.Length, classes), inside);
    }

    /// <summary>Logits in float64, [patch, class, 1, 1, voxel], from a seed.</summary>
    public static Tensor Logits(int patches, int classes, int voxels, long seed)
    {
        random.manual_seed(seed);
        return randn([patches, classes, 1, 1, voxels], ScalarType.Float64).mul_(3);
    }
}
