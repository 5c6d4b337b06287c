using Concord.Labels.Manifests;
using Concord.Learning.Recipes;

namespace Concord.Learning.Training;

/// <summary>Where a training keeps its prepared subjects.</summary>
internal static class CacheChoice
{
    /// <summary>
    /// The folder that the recipe names; else one of the run if its subjects would take more than half of the memory; else
    /// null, for memory.
    /// </summary>
    /// <param name="manifest">The data.</param>
    /// <param name="recipe">The folder, the working voxel size, and what divides the subjects.</param>
    /// <param name="run">The run.</param>
    /// <param name="memory">What the process may have, in bytes.</param>
    public static string? Folder(Manifest manifest, Recipe recipe, RunFolder run, double memory) =>
        recipe.Cache ?? (TrainingData.BytesOf(manifest, recipe.Spacing, recipe.Seed) > memory / 2 ? run.Cache : null);
}
