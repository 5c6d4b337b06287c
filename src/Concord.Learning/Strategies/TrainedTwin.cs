using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Inference;
using Concord.Learning.Recipes;
using Concord.Learning.Training;

namespace Concord.Learning.Strategies;

/// <summary>
/// The network of a dataset that another run has trained from the same data with the same recipe: where all sequences of a
/// dataset are shared, both forms of Multi-UNet train the same one.
/// </summary>
internal static class TrainedTwin
{
    /// <summary>Copies the twin with its log, so that its minutes count as if it had been trained again.</summary>
    /// <param name="twin">The other network's run, finished or not, or not there.</param>
    /// <param name="member">Where to.</param>
    /// <param name="manifest">What this network is to be trained on.</param>
    /// <param name="recipe">How, and by which strategy: the name of the twin's may differ, its loss must not.</param>
    /// <returns>Whether the network is there now; false if it has to be trained.</returns>
    public static bool TryTake(RunFolder twin, RunFolder member, Manifest manifest, Recipe recipe)
    {
        // A network that was begun goes on.
        if (File.Exists(member.Recipe) || !TrainingProgress.IsDone(twin, recipe.Steps))
            return false;
        var asked = RecipeWriter.ToYaml(recipe);
        var own = RecipeReader.Read(twin.Recipe).WithMeansOf(recipe) with { Strategy = recipe.Strategy };
        if (RecipeWriter.ToYaml(own) != asked || File.ReadAllText(twin.Manifest) != ManifestWriter.ToYaml(manifest))
            return false;
        (ModelDescription.Read(twin.Model) with { Strategy = recipe.Strategy }).Write(member.Model);
        Copy(r => r.Manifest);
        Copy(r => r.Split);
        Copy(r => r.Environment);
        Copy(r => r.Log);
        if (File.Exists(twin.Metrics))
            Copy(r => r.Metrics);
        Copy(r => r.Weights);
        // The state makes it finished, the recipe begun: with either missing it is taken or trained anew.
        Copy(r => r.State);
        AtomicFile.WriteText(member.Recipe, asked);
        return true;

        void Copy(Func<RunFolder, string> file) =>
            AtomicFile.Write(
                file(member),
                to =>
                {
                    using var from = File.OpenRead(file(twin));
                    from.CopyTo(to);
                }
            );
    }
}
