using System.Diagnostics;
using System.Globalization;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Inference;
using Concord.Learning.Losses;
using Concord.Learning.Networks;
using Concord.Learning.Preprocessing;
using Concord.Learning.Recipes;
using Concord.Learning.Runtime;
using Concord.Learning.Sampling;
using Concord.Learning.Strategies;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Training;

/// <summary>Trains on the datasets of a manifest and leaves a run folder that can be resumed.</summary>
public sealed class Trainer : IDisposable
{
    private const double MuchWait = 0.02;

    private readonly RunFolder _run;
    private readonly Recipe _recipe;
    private readonly TrainingData _data;
    private readonly ModelDescription _model;
    private readonly ITrainingObserver _observer;
    private readonly Device _device;
    private readonly Precision _precision;
    private readonly Learner _learner;
    private readonly PatchSampler _sampler;
    private readonly ValidationLoss _validationLoss;
    private readonly IReadOnlyList<int> _heads;
    private long _step;

    private Trainer(
        RunFolder run,
        Recipe recipe,
        Manifest manifest,
        TrainingData data,
        bool resume,
        ITrainingObserver observer
    )
    {
        (_run, _data, _observer) = (run, data, observer);
        _device = Libtorch.Device(recipe.Device);
        _recipe = Resolve(recipe);
        _precision = PrecisionChoice.Resolve(_recipe.Precision, recipe.Device);
        var strategy = StrategyCatalog.Find(recipe.Strategy);
        var layout = strategy.Layout(data.Datasets, data.Table);
        _heads = layout.Decoders(strategy.HasDecoderPerDataset);
        var network = NetworkCatalog.Make(data.Sequences.Count, _heads, recipe.Network, _precision, recipe.Seed);
        var loss = strategy.MakeLoss(new(data.Table, recipe.Scope, data.Shares()));
        _learner = new(network, loss, data.Table, _device);
        _validationLoss = new(data, recipe, strategy);
        _sampler = new(
            data.Table,
            data.Datasets,
            data.Training,
            new(recipe.Patch, recipe.Batch, recipe.Mirror, recipe.Intensity, recipe.Seed),
            guide: data.GuideTable
        );
        if (resume)
            RunRecords.RequireSame(run, manifest, _recipe, data);
        // A run that was killed before its first checkpoint starts again.
        if (resume && File.Exists(run.State))
            _step = TrainingState.Load(run, _learner.Network, _learner.Optimizer);
        if (_step > recipe.Steps)
            throw new BadInputException(run.Path, $"has taken {_step} steps already", "give --steps above that");
        // Last: whatever can be wrong is found before a file is written.
        _model = RunRecords.Begin(run, manifest, _recipe, data, layout);
    }

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
        if (!resume && !FolderLock.HoldsNothing(folder, Path.GetFileName(run.Cache)))
            throw new BadInputException(folder, "is not empty", "choose another folder, or add --resume to go on");
        Libtorch.Initialize(recipe.Threads);
        // Before minutes are spent on reading.
        Libtorch.RequireDevice(recipe.Device);
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
                guide is null ? null : (data, cache) => data.GuidedBy(Read(guide, recipe, observer, cache))
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
            var data = Read(manifest, recipe, observer, cache);
            foreach (var warning in data.Warnings)
                observer.Note($"warning: {warning}");
            data = relabel is null ? data : relabel(data, cache);
            // Reading leaves several times a subject behind, which would stay beside what the network takes.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var trainer = new Trainer(run, recipe, manifest, data, resume, observer);
            trainer.Train(cancellation);
        }

        if (recipe.Cache is null && Directory.Exists(run.Cache))
            Directory.Delete(run.Cache, recursive: true);
    }

    private static TrainingData Read(
        Manifest manifest,
        Recipe recipe,
        ITrainingObserver observer,
        SubjectCache? cache = null
    )
    {
        var progress = new ObservedProgress(observer, "reading subjects");
        return TrainingData.Load(manifest, recipe.Spacing, recipe.Seed, progress, cache);
    }

    /// <summary>The recipe with the precision that <c>auto</c> comes to on this machine.</summary>
    internal static Recipe Resolve(Recipe recipe) =>
        recipe with
        {
            Precision =
                PrecisionChoice.Resolve(recipe.Precision, recipe.Device) == Precision.Float32 ? "float32" : "bfloat16",
        };

    /// <inheritdoc/>
    public void Dispose() => _learner.Dispose();

    private void Train(CancellationToken cancellation)
    {
        var parameters = _learner.Network.parameters().Sum(p => p.numel());
        var memory = TrainingMemory.Estimate(_recipe, _heads, _data.HeldBytes, parameters);
        _observer.Note(
            $"{_recipe.Strategy}: {_data.Training.Count} training and {_data.Validation.Count} validation subjects, "
                + $"{string.Join(" + ", _data.Sequences)}, {_data.Spacing}, "
                + $"{parameters:N0} parameters, {_recipe.Precision}, {get_num_threads()} threads"
                + (_recipe.Device == "cpu" ? $", about {memory / 1e9:0.0} GB of memory" : "")
        );
        var offered = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (_recipe.Device == "cpu" && memory > offered)
            _observer.Note(
                $"warning: this process may have {offered / 1e9:0.0} GB only (take a smaller batch, patch or width)"
            );
        using var log = TrainingLog.Open(_run, _step);
        var before = log.Seconds;
        var (clock, saved) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var first = _step;
        _learner.Network.train();
        using var patches = new PatchQueue(_sampler, _step + 1, _recipe.Steps, _recipe.Workers);
        while (_step < _recipe.Steps)
        {
            var rate = LearningRate(_step);
            var loss = _learner.Step(patches.Next(), ++_step, rate);
            log.Add(_step, loss, rate, before + clock.Elapsed.TotalSeconds);
            if (!double.IsFinite(loss))
                throw new TrainingFailedException(
                    $"the loss became {loss} at step {_step} (lower learning_rate in the recipe)"
                );
            _observer.Stepped(_step, _recipe.Steps, loss, (_step - first) / clock.Elapsed.TotalSeconds);
            // The last checkpoint waits for the last validation: a run that has taken all steps is done.
            if (_step == _recipe.Steps)
                break;
            if (_recipe.ValidationSteps > 0 && _step % _recipe.ValidationSteps == 0)
                Validate(log);
            else if (_recipe.ValidationLossSteps > 0 && _step % _recipe.ValidationLossSteps == 0)
                ValidateLoss(log);
            if (cancellation.IsCancellationRequested || saved.Elapsed.TotalSeconds >= _recipe.CheckpointSeconds)
            {
                Save();
                saved.Restart();
                cancellation.ThrowIfCancellationRequested();
            }
        }

        RequireFinite();
        Report(patches.Waited, clock.Elapsed);
        Validate(log);
        Save();
    }

    // A trainer that waits has a processor that idles.
    private void Report(TimeSpan waited, TimeSpan all)
    {
        var share = waited / all;
        _observer.Note(
            string.Create(CultureInfo.InvariantCulture, $"waited for patches: {share:0.0 %} of the time")
                + (share > MuchWait ? " (more workers in the recipe may help)" : "")
        );
    }

    private void Save()
    {
        RequireFinite();
        TrainingState.Save(_run, _learner.Network, _learner.Optimizer, _step);
    }

    // A gradient that isn't finite leaves the loss before it finite: the good checkpoint must not go.
    private void RequireFinite()
    {
        if (!_learner.IsFinite())
            throw new TrainingFailedException(
                $"a weight is no longer finite at step {_step} (lower learning_rate in the recipe)"
            );
    }

    private double LearningRate(long step)
    {
        var rest = (double)(_recipe.Steps - step) / _recipe.Steps;
        return _recipe.Decay > 0 && rest < _recipe.Decay
            ? _recipe.LearningRate * rest / _recipe.Decay
            : _recipe.LearningRate;
    }

    private void ValidateLoss(TrainingLog log)
    {
        if (_validationLoss.IsEmpty)
            return;
        log.Add(_step, [ValidationRow.Loss(_step, _validationLoss.Measure(_learner.Network, _device))]);
        _learner.Network.train();
    }

    private void Validate(TrainingLog log)
    {
        if (_data.Validation.Count == 0)
            return;
        using var model = new NetworkModel(_model, _learner.Network, _device, isOwner: false, _precision);
        var rows = Validation.Measure(_step, model, _data);
        if (!_validationLoss.IsEmpty)
            rows = [.. rows, ValidationRow.Loss(_step, _validationLoss.Measure(_learner.Network, _device))];
        _observer.Validated(_step, log.Add(_step, rows));
        _learner.Network.train();
    }
}
