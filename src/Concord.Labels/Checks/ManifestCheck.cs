using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Labels.Checks;

/// <summary>Reads every file of a manifest and collects all that is wrong with it, not only the first thing.</summary>
public sealed class ManifestCheck
{
    private readonly Manifest _manifest;
    private readonly List<ValueTally> _tallies = [];
    private readonly List<SubjectSketch> _sketches = [];
    private readonly List<Finding> _findings = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _problems = [];
    private SketchFrame? _frame;

    private ManifestCheck(Manifest manifest)
    {
        _manifest = manifest;
    }

    /// <summary>Runs the check.</summary>
    /// <param name="manifest">The data.</param>
    /// <param name="seed">Divides the subjects, as a training's would.</param>
    /// <param name="progress">Told the finished part of the subjects.</param>
    /// <param name="cancellation">Stops between subjects.</param>
    public static CheckResult Run(
        Manifest manifest,
        ulong seed = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    ) => new ManifestCheck(manifest).Run(seed, progress, cancellation);

    private CheckResult Run(ulong seed, IProgress<double>? progress, CancellationToken cancellation)
    {
        Collect(() => _manifest.SharedSequences());
        var found = _manifest.Datasets.Select(d => (Dataset: d, Subjects: Find(d))).ToList();
        var (done, all) = (0.0, found.Sum(f => f.Subjects.Count));
        foreach (var (dataset, subjects) in found)
        {
            IReadOnlyDictionary<string, Subset> subsets = new Dictionary<string, Subset>(StringComparer.Ordinal);
            if (subjects.Count > 0)
                Collect(() => subsets = dataset.Split.Divide(dataset, subjects, seed));
            if (dataset.Protocol is null)
                _warnings.Add($"{dataset.Name} has no labels: nothing can be learnt from it");
            var tally = new ValueTally(dataset);
            if (dataset.Protocol is not null)
                _tallies.Add(tally);
            foreach (var subject in subjects)
            {
                cancellation.ThrowIfCancellationRequested();
                Collect(() => Examine(dataset, subject, subsets.GetValueOrDefault(subject.Id), tally));
                progress?.Report(++done / all);
            }
        }

        foreach (var check in SubjectChecks.OfAll)
            _findings.AddRange(check.Compare(_sketches));
        var values = _tallies.SelectMany(CountValues).ToList();
        RequireSomethingToLearn(values);
        return new(values, [.. Contradictions.Of(_tallies)], _findings, _warnings, _problems);
    }

    private IReadOnlyList<Subject> Find(DatasetDefinition dataset)
    {
        IReadOnlyList<Subject> subjects = [];
        Collect(() =>
        {
            subjects = SubjectMatcher.Find(dataset, out var missing);
            _problems.AddRange(missing.Select(m => m.Message));
        });
        return subjects;
    }

    private void Examine(DatasetDefinition dataset, Subject subject, Subset subset, ValueTally tally)
    {
        var labels = subject.Labels is null ? null : ImageFile.Open(subject.Labels).ToLabels();
        // First, so that the table is whole also for a subject that is refused.
        if (labels is not null)
            tally.Count(labels.Voxels);
        var data = SubjectReader.Read(dataset, subject, [.. dataset.Sequences.Select(s => s.Key)]);
        // Where a mask lies otherwise, the estimate does without it.
        if (labels is not null)
            tally.CountInMask(
                labels.Voxels,
                SubjectReader.IsSameGrid(labels.Geometry, data.Geometry) ? data.Mask?.Voxels : null
            );
        var examined = ExaminedSubject.Of(dataset, data, labels);
        foreach (var check in SubjectChecks.OfOne)
            _findings.AddRange(check.Look(examined));
        _sketches.Add(Sketch(examined, subset));
    }

    private SubjectSketch Sketch(ExaminedSubject subject, Subset subset)
    {
        var images = subject.Data.Images;
        // That of the first subject that shows a head.
        _frame ??= SketchFrame.TryMake(images[0]);
        var details = _frame?.Sketch(images);
        if (_frame is not null && details is null)
            _findings.Add(
                subject.Find(
                    FindingKind.Contrast,
                    "can't be brought into the place of the first subject: it doesn't look like the same part of the body"
                )
            );
        return new()
        {
            Subject = subject.Subject,
            Subset = subset,
            Spacing = Reorient.Geometry(images[0].Geometry, Orientation.Ras).Spacing,
            Hashes = subject
                .Sequences.Zip(images)
                .ToDictionary(s => s.First, s => HashOf(s.Second), StringComparer.Ordinal),
            Mirrored = details is null ? null : _frame!.SketchMirrored(images[0]),
            Details = (details ?? [])
                .Zip(subject.Sequences)
                .ToDictionary(s => s.Second, s => s.First, StringComparer.Ordinal),
        };
    }

    private static string HashOf(Volume<float> image) =>
        Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(image.Voxels)));

    private IEnumerable<ValueCount> CountValues(ValueTally tally)
    {
        var protocol = tally.Dataset.Protocol!;
        foreach (var value in protocol.Meanings.Keys)
        {
            var meaning = protocol.Describe(value);
            var (voxels, having) = tally.Of(value);
            yield return new(tally.Dataset.Name, value, meaning, voxels, having);
            if (voxels == 0 && tally.Total > 0)
                _warnings.Add($"{tally.Dataset.Name}: no voxel has the value {value} ({meaning})");
        }
    }

    private void RequireSomethingToLearn(List<ValueCount> values)
    {
        foreach (var dataset in _manifest.Datasets)
        {
            var own = values.Where(v => v.Dataset == dataset.Name).ToList();
            var teaching = own.Where(v => dataset.Protocol!.Meanings[v.Value] != _manifest.Space.All);
            if (own.Sum(v => v.Voxels) > 0 && teaching.Sum(v => v.Voxels) == 0)
                _problems.Add(
                    $"{dataset.Source}: {dataset.Name} has no labelled voxel to learn from (check its labels and protocol)"
                );
        }

        var labelled = _manifest.Datasets.Aggregate(
            default(CandidateSet),
            (all, d) => all.Union(d.Protocol?.Labelled ?? default)
        );
        foreach (var c in _manifest.Space.All.Except(labelled).Classes)
            _warnings.Add($"no dataset labels {_manifest.Space.Classes[c]} for itself: it will not be learnt");
    }

    private void Collect(Action action)
    {
        try
        {
            action();
        }
        catch (BadInputException e)
        {
            _problems.Add(e.Message);
        }
    }
}
