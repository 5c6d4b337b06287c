using System.Diagnostics;
using System.Globalization;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Learning.Inference;
using Concord.Learning.Networks;
using Concord.Learning.Recipes;
using Concord.Learning.Runtime;
using Concord.Learning.Sampling;
using Concord.Learning.Strategies;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Training;

/// <summary>The steps of one network, from the first or from its last checkpoint on.</summary>
internal sealed class TrainingLoop : IDisposable
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

    /// <summary>Makes everything ready.</summary>
    /// <param name="run">Where to.</param>
    /// <param name="recipe">How.</param>
    /// <param name="manifest">The data.</param>
    /// <param name="data">The same, read.</param>
    /// <param name="resume">Go on from the last checkpoint, if there is one.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <exception cref="BadInputException">Data, recipe or folder can't be used.</exception>
    public TrainingLoop(
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
        _recipe = Trainer.Resolve(recipe);
        _precision = PrecisionChoice.Resolve(_recipe.Precision, recipe.Device);
        var strategy = StrategyCatalog.Find(recipe.Strategy);
        var layout = strategy.Layout(data.Datasets, data.Table);
        _heads = layout.Decoders(strategy.HasDecoderPerDataset);
        var network = NetworkCatalog.Make(data.Sequences.Count, _heads, recipe.Network, _precision, recipe.Seed);
        var loss = strategy.MakeLoss(new(data.Table, recipe.Scope, data.Shares()));
        _learner = new(network, loss, data.Table, _device);
        try
        {
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
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _learner.Dispose();

    /// <summary>Takes the steps that are left, and measures and writes what comes of them.</summary>
    /// <param name="cancellation">Stops after the current step, with a checkpoint.</param>
    public void Train(CancellationToken cancellation)
    {
        var parameters = _learner.Network.parameters().Sum(p => p.numel());
        // Small networks take less than reading has taken.
        using var process = Process.GetCurrentProcess();
        var memory = Math.Max(
            process.PeakWorkingSet64,
            TrainingMemory.Estimate(_recipe, _heads, _data.HeldBytes, parameters)
        );
        _observer.Note(
            $"{_recipe.Strategy}: {_data.Training.Count} training and {_data.Validation.Count} validation subjects, "
                + $"{string.Join(" + ", _data.Sequences)}, {_data.Preparation.VoxelSize}, "
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
        // A run that was stopped in the middle of a validation.
        if (_step > 0 && IsToValidate() && !log.HasScores(_step))
            Validate(log, cancellation);
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
            if (_step == _recipe.Steps)
                break;
            if (IsToValidate())
                Validate(log, cancellation);
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
        // First: measuring a hundred subjects takes longer than the system waits that wants to stop a job.
        Save();
        if (!log.HasScores(_step))
            Validate(log, cancellation);
    }

    private bool IsToValidate() => _recipe.ValidationSteps > 0 && _step % _recipe.ValidationSteps == 0;

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

    private void Validate(TrainingLog log, CancellationToken cancellation)
    {
        if (_data.Validation.Count == 0)
            return;
        using var model = new NetworkModel(_model, _learner.Network, _device, isOwner: false, _precision);
        IReadOnlyList<ValidationRow> rows;
        Libtorch.GiveBackMemory();
        try
        {
            var progress = new ObservedProgress(_observer, $"measuring {_data.Validation.Count} validation subjects");
            rows = Validation.Measure(_step, model, _data, progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            // It may take minutes, which nobody has who stops a run; whoever goes on measures first.
            Save();
            throw;
        }

        Libtorch.GiveBackMemory();
        if (!_validationLoss.IsEmpty)
            rows = [.. rows, ValidationRow.Loss(_step, _validationLoss.Measure(_learner.Network, _device))];
        _observer.Validated(_step, log.Add(_step, rows));
        _learner.Network.train();
    }
}
