using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Preprocessing;
using Concord.Learning.Recipes;
using Concord.Learning.Runtime;
using Concord.Learning.Strategies;

namespace Concord.Learning.Training;

/// <summary>Trains on the datasets of a manifest and leaves a run folder that can be resumed.</summary>
public static class Trainer
{
    /// <summary>Trains the networks of the recipe's strategy, each to the recipe's number of steps.</summary>
    /// <param name="manifest">The data.</param>
    /// <param name="recipe">How.</param>
    /// <param name="folder">The run folder; must be new or empty unless <paramref name="resume"/>.</param>
    /// <param name="resume">Go on from the last checkpoint with the run's own recipe.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="twin">
    /// For a strategy with a network for each dataset, the run of another such strategy: a network that it has trained from
    /// the same sequences of the same data with the same recipe is copied.
    /// </param>
    /// <param name="guide">
    /// For a strategy with one network: the same subjects with the labels that patches are chosen by, if not their own.
    /// </param>
    /// <param name="cancellation">Stops after the current step, with a checkpoint.</param>
    /// <exception cref="BadInputException">Data, recipe or folder can't be used.</exception>
    /// <exception cref="TrainingFailedException">The loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the checkpoint is written.</exception>
    public static void Run(
        Manifest manifest,
        Recipe recipe,
        string folder,
        bool resume,
        ITrainingObserver observer,
        RunFolder? twin = null,
        Manifest? guide = null,
        CancellationToken cancellation = default
    )
    {
        var run = new RunFolder(folder);
        if (resume && !File.Exists(run.Recipe))
            throw new BadInputException(folder, "holds no run to resume", "leave --resume out to start");
        RequireNew();
        var isMade = !Directory.Exists(folder);
        using var own = FolderLock.Take(folder);
        try
        {
            // Another may have trained here a moment before.
            RequireNew();
            TrainHere(manifest, recipe, run, resume, observer, twin, guide, cancellation);
        }
        catch when (isMade)
        {
            // What was prepared may be hours of work.
            own.Abandon();
            if (Directory.Exists(run.Cache) && !File.Exists(run.Recipe))
                observer.Note($"what was prepared stays in {run.Cache}: the same command goes on with it");
            throw;
        }

        void RequireNew()
        {
            if (!resume && !FolderLock.HoldsNothing(folder, Path.GetFileName(run.Cache)))
                throw new BadInputException(folder, "is not empty", "choose another folder, or add --resume to go on");
        }
    }

    private static void TrainHere(
        Manifest manifest,
        Recipe recipe,
        RunFolder run,
        bool resume,
        ITrainingObserver observer,
        RunFolder? twin,
        Manifest? guide,
        CancellationToken cancellation
    )
    {
        Libtorch.Initialize(recipe.Threads, sparesMemory: recipe.Network.Recompute);
        // Before minutes are spent on reading.
        Libtorch.RequireDevice(recipe.Device);
        RequireRoom(manifest, recipe);
        recipe = Resolve(recipe);
        var strategy = StrategyCatalog.Find(recipe.Strategy);
        if (guide is not null && (strategy.Division != NetworkDivision.One || strategy.LabelledBy is not null))
            throw new ArgumentException("Only what trains one network has a guide.", nameof(guide));
        if (strategy.Division != NetworkDivision.One)
            NetworkPerDataset.Train(manifest, recipe, strategy, run, twin, observer, cancellation);
        else if (strategy.LabelledBy is { } first)
            PseudoLabels.Train(manifest, recipe, first, run, observer, cancellation);
        else
            TrainNetwork(
                manifest,
                recipe,
                run,
                resume,
                observer,
                cancellation,
                guide is null
                    ? null
                    : (data, cache) => data.GuidedBy(Read(guide, recipe, observer, cache, cancellation))
            );
    }

    /// <summary>Trains one network.</summary>
    /// <param name="manifest">The data.</param>
    /// <param name="recipe">How.</param>
    /// <param name="run">Where to.</param>
    /// <param name="resume">Go on from the last checkpoint, if there is one.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancellation">Stops after the current step, with a checkpoint.</param>
    /// <param name="relabel">Gives the training subjects other labels.</param>
    internal static void TrainNetwork(
        Manifest manifest,
        Recipe recipe,
        RunFolder run,
        bool resume,
        ITrainingObserver observer,
        CancellationToken cancellation,
        Func<TrainingData, SubjectCache?, TrainingData>? relabel = null
    )
    {
        var folder = CacheChoice.Folder(manifest, recipe, run, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (folder is not null && recipe.Cache is null)
            observer.Note($"prepared subjects lie in {folder} while they are needed: memory can't hold them");
        using (var cache = folder is null ? null : new SubjectCache(folder))
        {
            var data = Read(manifest, recipe, observer, cache, cancellation);
            foreach (var warning in data.Warnings)
                observer.Note($"warning: {warning}");
            data = relabel is null ? data : relabel(data, cache);
            // Reading leaves several times a subject behind, which would stay beside what the network takes.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var loop = new TrainingLoop(run, recipe, manifest, data, resume, observer);
            loop.Train(cancellation);
        }

        if (recipe.Cache is null && Directory.Exists(run.Cache))
            Directory.Delete(run.Cache, recursive: true);
    }

    private static TrainingData Read(
        Manifest manifest,
        Recipe recipe,
        ITrainingObserver observer,
        SubjectCache? cache,
        CancellationToken cancellation
    )
    {
        var progress = new ObservedProgress(observer, "reading subjects");
        return TrainingData.Load(manifest, recipe, progress, cache, cancellation);
    }

    /// <summary>The recipe with the precision that <c>auto</c> comes to on this machine.</summary>
    internal static Recipe Resolve(Recipe recipe) =>
        recipe with
        {
            Precision =
                PrecisionChoice.Resolve(recipe.Precision, recipe.Device) == Precision.Float32 ? "float32" : "bfloat16",
        };

    private static void RequireRoom(Manifest manifest, Recipe recipe)
    {
        var voxels = recipe.Patch.Aggregate((double)recipe.Batch, (product, side) => product * side);
        if (voxels * manifest.Datasets.Max(d => d.Sequences.Count) > Array.MaxLength / sizeof(float))
            throw new BadInputException(
                "recipe",
                $"{recipe.Batch} patches of {string.Join("x", recipe.Patch)} are too many voxels",
                "take a smaller batch or patch"
            );
    }
}
