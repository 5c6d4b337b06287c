using Concord.Labels;
using Concord.Learning.Losses;
using Concord.Learning.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Losses;

/// <summary>Two datasets that contradict each other, over background, csf, gm, wm, wmh, and a fully labelled one.</summary>
internal static class TwoDatasets
{
    public const int Classes = 5;

    public static readonly LabelSpace Space = new(["background", "csf", "gm", "wm", "wmh"]);

    /// <summary>0: background, 1: csf, 2: gm, 3: [wm, wmh].</summary>
    public static readonly Protocol Tissue = new(
        Space,
        new Dictionary<int, CandidateSet>
        {
            [0] = CandidateSet.Of(0),
            [1] = CandidateSet.Of(1),
            [2] = CandidateSet.Of(2),
            [3] = CandidateSet.Of(3, 4),
        }
    );

    /// <summary>0: not [wmh], 1: wmh, 2: any; and {background}, category 3, beyond a mask.</summary>
    public static readonly Protocol Lesions = new(
        Space,
        new Dictionary<int, CandidateSet>
        {
            [0] = CandidateSet.Of(0, 1, 2, 3),
            [1] = CandidateSet.Of(4),
            [2] = CandidateSet.All(Classes),
        }
    );

    public static readonly Protocol Full = new(
        Space,
        Enumerable.Range(0, Classes).ToDictionary(c => c, c => CandidateSet.Of(c))
    );

    /// <summary>
    /// Categories 0-3 are the tissue dataset's, and 4 where its labels don't reach; 5-8 the lesion dataset's, which has a value
    /// for that; 9 is padding.
    /// </summary>
    public static CategoryTable Table { get; } = new([Tissue, Lesions]);

    /// <summary>Categories are classes, 5 is where labels don't reach, 6 padding.</summary>
    public static CategoryTable FullTable { get; } = new([Full]);

    /// <summary>What the shares of categories would be in such data.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.7, 0.05, 0.15, 0.1, 0, 0.98, 0.005, 0.01, 0.005];

    /// <summary>Patches of voxels in a row, given by their categories.</summary>
    public static TargetBatch Target(CategoryTable table, params int[][] patches) =>
        Targets.Of([.. table.Sets.SkipLast(1)], Classes, patches);

    /// <summary>A random patch of each dataset, with every category and padding.</summary>
    public static TargetBatch Mixed(int seed)
    {
        var random = new Imaging.Random64((ulong)seed);
        int[] Patch(int first) => [.. Enumerable.Range(0, 8).Select(i => i < 4 ? first + i : first + random.Next(4))];
        return Target(Table, [.. Patch(0), -1], [.. Patch(5), -1]);
    }

    /// <summary>Random patches in which every voxel is certain.</summary>
    public static TargetBatch Certain(int seed)
    {
        var random = new Imaging.Random64((ulong)seed);
        int[] Patch() => [.. Enumerable.Range(0, 9).Select(i => i < Classes ? i : random.Next(Classes))];
        return Target(FullTable, Patch(), Patch());
    }

    /// <summary>Softmax of logits, [patch][class][voxel].</summary>
    public static double[,,] Probabilities(Tensor logits)
    {
        using var scope = NewDisposeScope();
        var (patches, classes, voxels) = ((int)logits.shape[0], (int)logits.shape[1], (int)logits.shape[4]);
        var flat = logits.detach().softmax(1).contiguous().flatten().data<double>().ToArray();
        var p = new double[patches, classes, voxels];
        Buffer.BlockCopy(flat, 0, p, 0, flat.Length * sizeof(double));
        return p;
    }
}
