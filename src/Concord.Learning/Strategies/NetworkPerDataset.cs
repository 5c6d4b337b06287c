using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;
using Concord.Learning.Recipes;
using Concord.Learning.Training;

namespace Concord.Learning.Strategies;

/// <summary>
/// The paper's Multi-UNet (Roulet, Fernandez Slezak and Ferrante, MIDL 2019, section 2.1): each dataset trains a network of
/// its own by cross-entropy over its own labels, and where a lesion network sees no background its answer overwrites the
/// tissue of a network that doesn't know the lesion (docs/decisions/0010). The networks lie in <c>networks/&lt;dataset&gt;</c> of the run, each a run of its own.
/// </summary>
internal static class NetworkPerDataset
{
    /// <summary>Trains the networks that are not trained yet, here or in a run that may have some of the same.</summary>
    public static void Train(
        Manifest manifest,
        Recipe recipe,
        Strategy strategy,
        RunFolder run,
        RunFolder? twin,
        ITrainingObserver observer,
        CancellationToken cancellation
    )
    {
        if (File.Exists(run.Recipe))
            RunRecords.RequireSame(run, manifest, recipe);
        // Each network divides its own dataset; what one keeps another must not learn from.
        _ = TrainingData.Divide(manifest, recipe.Seed);
        AtomicFile.WriteText(run.Recipe, RecipeWriter.ToYaml(recipe));
        ManifestWriter.Write(manifest, run.Manifest, relative: false);
        RunRecords.WriteEnvironment(run, recipe);
        var shared = strategy.Division == NetworkDivision.OnePerDatasetOfSharedSequences;
        var sequences = shared ? manifest.SharedSequences() : null;
        foreach (var dataset in manifest.Datasets)
        {
            var own = sequences is null
                ? dataset
                : dataset with
                {
                    Sequences = [.. dataset.Sequences.Where(s => sequences.Contains(s.Key))],
                };
            var data = manifest with { Datasets = [own] };
            var member = run.OfDataset(dataset.Name);
            var begun = File.Exists(member.Recipe);
            if (begun && TrainingProgress.IsDone(member, recipe.Steps))
                continue;
            if (twin is not null && TrainedTwin.TryTake(twin.OfDataset(dataset.Name), member, data, recipe))
            {
                observer.Note($"{strategy.Name}: the network of {dataset.Name} is that of {twin.Path}");
                continue;
            }

            observer.Note($"{strategy.Name}: the network of {dataset.Name}");
            Trainer.TrainNetwork(data, recipe, member, begun, observer, cancellation);
        }

        Finish(manifest, run);
    }

    private static void Finish(Manifest manifest, RunFolder run)
    {
        var members = manifest.Datasets.Select(d => run.OfDataset(d.Name)).ToList();
        var models = members.ConvertAll(m => ModelDescription.Read(m.Model));
        var tables = members.Select(m => File.ReadAllLines(m.Split)).ToList();
        AtomicFile.WriteText(
            run.Split,
            string.Concat(tables.SelectMany((t, i) => t.Skip(i == 0 ? 0 : 1)).Select(line => line + "\n"))
        );
        // Last: with it the folder is a model.
        var model = models[0] with
        {
            Sequences = [.. models.SelectMany(m => m.Sequences).Distinct(StringComparer.Ordinal)],
            // Each network has standards of its own.
            Preparation = models[0].Preparation with
            {
                IsMasked = models.Exists(m => m.Preparation.IsMasked),
                Standards = null,
            },
            Heads = null,
            Members = [.. members.Select(m => Path.GetRelativePath(run.Path, m.Path).Replace('\\', '/'))],
        };
        model.Write(run.Model);
    }
}
