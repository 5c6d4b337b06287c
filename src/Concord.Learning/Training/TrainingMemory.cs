using Concord.Learning.Recipes;

namespace Concord.Learning.Training;

/// <summary>How much memory a training on the CPU will take, before it begins.</summary>
internal static class TrainingMemory
{
    // Runtime and libtorch, and two subjects being read.
    private const double Base = 0.45e9;

    // What convolutions rearrange beside what the network keeps; fitted to the table in docs/results/checks.md, whose
    // totals it meets within a fifth.
    private const double Workspace = 1.6;

    /// <summary>Bytes, to about a fifth.</summary>
    /// <param name="recipe">Its network, patch, batch and (resolved) precision.</param>
    /// <param name="sequences">Channels of the input.</param>
    /// <param name="heads">Channels of each decoder.</param>
    /// <param name="voxels">Voxels of all subjects on the working grid.</param>
    /// <param name="parameters">Numbers in the network.</param>
    public static double Estimate(
        Recipe recipe,
        int sequences,
        IReadOnlyList<int> heads,
        double voxels,
        long parameters
    )
    {
        var bytes = recipe.Precision == "bfloat16" ? 2 : 4;
        var (levels, width) = (recipe.Network.Levels, recipe.Network.Width);
        var patch = recipe.Batch * recipe.Patch.Aggregate(1.0, (product, side) => product * side);
        var kept = 0.0;
        for (var level = 0; level < levels; level++)
        {
            var maps = patch / Math.Pow(8, level) * (width << level);
            // A block keeps two convolutions and a norm; each way back is a block and the lifted maps.
            kept += bytes * maps * (level == levels - 1 ? 3 : 3 + 4 * heads.Count);
            // The places of the maxima, as 64-bit integers.
            kept += level == 0 ? 0 : 8 * maps / 2;
        }

        var gradients = 3 * bytes * patch * width;
        var scores = 6 * sizeof(float) * heads.Sum() * patch;
        // Half precision images, a byte of labels and one of mask; weights, gradients and Adam's two moments.
        var held = voxels * (2 * sequences + 2) + 4.0 * sizeof(float) * parameters;
        return Base + held + Workspace * (kept + gradients + scores);
    }
}
