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
    /// <param name="heads">Channels of each decoder.</param>
    /// <param name="subjects">Bytes of the subjects that are held in memory.</param>
    /// <param name="parameters">Numbers in the network.</param>
    public static double Estimate(Recipe recipe, IReadOnlyList<int> heads, double subjects, long parameters)
    {
        var bytes = recipe.Precision == "bfloat16" ? 2 : 4;
        var (levels, width) = (recipe.Network.Levels, recipe.Network.Width);
        var patch = recipe.Batch * recipe.Patch.Aggregate(1.0, (product, side) => product * side);
        // A block keeps two convolutions and a norm, or its output alone; each way back is a block and the lifted maps.
        var (ofBlock, ofLifted) = recipe.Network.Recompute ? (1, 0) : (3, 1);
        var kept = 0.0;
        for (var level = 0; level < levels; level++)
        {
            var maps = patch / Math.Pow(8, level) * (width << level);
            kept += bytes * maps * (ofBlock + (level == levels - 1 ? 0 : (ofBlock + ofLifted) * heads.Count));
            // The places of the maxima, as 64-bit integers.
            kept += level == 0 || recipe.Network.Recompute ? 0 : 8 * maps / 2;
        }

        var map = bytes * patch * width;
        var gradients = 3 * map;
        var scores = 6 * sizeof(float) * heads.Sum() * patch;
        // The loss has gone backwards before a block, lifted maps and all, is computed again.
        var atOnce = recipe.Network.Recompute ? Math.Max(scores, 4 * map + gradients) : scores + gradients;
        // Weights, gradients and Adam's two moments.
        return Base + subjects + 4.0 * sizeof(float) * parameters + Workspace * (kept + atOnce);
    }
}
