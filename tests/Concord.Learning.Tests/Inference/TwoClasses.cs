using Concord.Learning.Inference;
using Concord.Learning.Networks;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Tests.Inference;

/// <summary>Models of one sequence and two classes, for what depends on tiles and network alone.</summary>
internal static class TwoClasses
{
    public static ModelDescription Model(
        NetworkSettings network,
        double overlap,
        int[]? tile = null,
        bool isMasked = false
    ) =>
        new()
        {
            Classes = ["background", "gm"],
            Sequences = ["T1"],
            Preparation = Preparation(isMasked),
            Network = network,
            Strategy = "ace",
            Precision = "float32",
            Tile = tile,
            Overlap = overlap,
        };

    public static Preparation Preparation(bool isMasked = false) =>
        new()
        {
            Spacing = [1, 1, 1],
            IsMasked = isMasked,
            Normalization = new MedianScale().Name,
        };
}
