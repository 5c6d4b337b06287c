using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;
using Concord.Learning.Recipes;
using Concord.Learning.Sampling;
using Concord.Learning.Training;

namespace Concord.Learning.Strategies;

/// <summary>
/// Pseudo-labels (Lee 2013; for partial labels Phitidis et al. 2026): a first network is trained by another strategy, each
/// training voxel gets the class that it holds for likeliest <em>among the voxel's candidates</em>,
/// <c>argmax_{c∈S} p_c</c>, and a second network is trained on that by plain cross-entropy. What a dataset labels is so
/// never contradicted. The first network lies in <c>first</c> of the run, its labels in <c>pseudo-labels</c>.
/// </summary>
internal static class PseudoLabels
{
    /// <summary>Trains what is not trained yet.</summary>
    public static void Train(
        Manifest manifest,
        Recipe recipe,
        string first,
        RunFolder run,
        ITrainingObserver observer,
        CancellationToken cancellation
    )
    {
        if (File.Exists(run.Recipe))
            RunRecords.RequireSame(run, manifest, recipe);
        if (File.Exists(run.Recipe) && RecipeReader.Read(run.Recipe).Steps != recipe.Steps)
            throw new BadInputException(
                run.Path,
                "can't be prolonged: its second network learns from the labels of its first",
                "train anew with more --steps"
            );
        // Too many classes for the second network: before the first is trained.
        _ = TrainingData.CertainTable(manifest.Space, manifest.Datasets.Count);
        AtomicFile.WriteText(run.Recipe, RecipeWriter.ToYaml(recipe));
        ManifestWriter.Write(manifest, run.Manifest, relative: false);
        if (!TrainingProgress.IsDone(run.First, recipe.Steps))
            Trainer.TrainNetwork(
                manifest,
                recipe with
                {
                    Strategy = first,
                },
                run.First,
                File.Exists(run.First.Recipe),
                observer,
                cancellation
            );
        var isResumed = File.Exists(run.Split);
        Trainer.TrainNetwork(manifest, recipe, run, isResumed, observer, cancellation, Relabel);

        TrainingData Relabel(TrainingData data, SubjectCache? cache)
        {
            RunRecords.RequireSame(run.First, manifest, recipe with { Strategy = first }, data);
            using var model = (NetworkModel)SegmentationModel.Load(run.First.Path, recipe.Device);
            var progress = new ObservedProgress(observer, "labelling what the network learns from");
            var done = 0;
            return data.Relabelled(
                (old, subject) =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    var classes = LabelsOf(model, old, subject, data.Table, run);
                    progress.Report((double)++done / data.Training.Count);
                    return classes;
                }
            );
        }
    }

    private static byte[] LabelsOf(
        NetworkModel model,
        TrainingSubject old,
        Subject subject,
        CategoryTable table,
        RunFolder run
    )
    {
        var path = Path.Combine(run.Path, "pseudo-labels", subject.Dataset, $"{subject.Id}_classes.nii.gz");
        if (File.Exists(path))
        {
            var kept = ImageFile.Open(path).ToLabels();
            return kept.Size == old.Size && IsWithin(kept.Voxels, old.Categories.Span, table)
                ? Array.ConvertAll(kept.Voxels, v => (byte)v)
                : throw new BadInputException(
                    path,
                    "has labels that the subject can't have",
                    "remove it: the subject is labelled again"
                );
        }

        var classes = model.ClassifyWithin(old.Image, old.Categories, table.Sets);
        // On the grid that the network works on, in channel numbers: for a look, and for a run that is resumed.
        NiftiWriter.Write(path, new Volume<byte>(old.Image.Grid.Geometry, classes));
        return classes;
    }

    private static bool IsWithin(ReadOnlySpan<int> classes, ReadOnlySpan<byte> categories, CategoryTable table)
    {
        for (var i = 0; i < classes.Length; i++)
            if ((uint)classes[i] >= (uint)table.Space.Count || !table.Sets[categories[i]].Contains(classes[i]))
                return false;
        return true;
    }
}
