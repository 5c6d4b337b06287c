using System.Collections.Concurrent;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Datasets;

/// <summary>
/// Makes a set of subjects in a folder, with the manifest that the other commands read. Subjects that are there already are
/// kept, so that an interrupted run goes on where it stopped.
/// </summary>
public static class DatasetSimulator
{
    /// <summary>The manifest's name in the folder.</summary>
    public const string ManifestName = "manifest.yaml";

    private const string RecordName = "simulation.json";

    /// <summary>Makes the subjects that are missing, then the manifest.</summary>
    /// <param name="settings">The set.</param>
    /// <param name="library">The anatomies.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="workers">How many subjects are made at a time, at least 1.</param>
    /// <param name="progress">
    /// Told how many subjects are done, those that were there included and parts of those in work counted as parts.
    /// </param>
    /// <param name="warn">Told what a user should know of a subject.</param>
    /// <param name="cancellation">Stops between two stages of a subject.</param>
    /// <exception cref="BadInputException">
    /// The folder holds subjects of other settings, or something can't be written.
    /// </exception>
    public static Manifest Run(
        DatasetSettings settings,
        AnatomyLibrary library,
        string folder,
        int workers = 1,
        IProgress<double>? progress = null,
        Action<string>? warn = null,
        CancellationToken cancellation = default
    )
    {
        var scheme = new LabelScheme(settings.Subject.Kind, settings.Hidden);
        RequireSame(folder, SubjectRecord.OfSet(settings));
        // Subjects of one anatomy follow each other: it is read once.
        var missing = Enumerable
            .Range(0, settings.Count)
            .Where(i => !Directory.Exists(FolderOf(i)))
            .OrderBy(library.EntryOf)
            .ToList();
        var total = new Tally(settings.Count - missing.Count, progress);
        var queue = new ConcurrentQueue<int>(missing);
        // The first failure stops the others before their next subject.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tasks = Enumerable.Range(0, workers).Select(_ => Task.Run(Work, CancellationToken.None)).ToArray();
        try
        {
            Task.WaitAll(tasks, CancellationToken.None);
        }
        catch (AggregateException e)
        {
            var first = e.InnerExceptions.FirstOrDefault(x => x is not OperationCanceledException);
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first ?? e.InnerExceptions[0]);
        }

        WarnOfMore(settings.Count, folder, warn);
        var manifest = Path.Combine(folder, ManifestName);
        AtomicFile.WriteText(manifest, ManifestText(settings, scheme));
        return ManifestReader.Read(manifest);

        string FolderOf(int number) => Path.Combine(folder, SubjectFolder.Name(number));

        SubjectSettings SubjectOf(int number, AnatomySource source)
        {
            var subject = settings.Subject;
            if (settings.StagesFrom is not { } earlier)
                return subject;
            var former = Path.Combine(earlier, Path.GetFileName(FolderOf(number)));
            SubjectRecord.RequireSameHead(
                Path.Combine(former, "subject.json"),
                settings,
                SeedOf(settings, number),
                source.Name
            );
            var stages = StageFolder.Read(Path.Combine(former, "stages"));
            return subject with { TumorInputs = subject.TumorInputs with { Stages = stages } };
        }

        void Work()
        {
            try
            {
                while (queue.TryDequeue(out var number))
                {
                    stop.Token.ThrowIfCancellationRequested();
                    var seed = SeedOf(settings, number);
                    var part = total.Begin();
                    var source = library.For(number, seed);
                    var subject = SubjectSimulator.Make(source, SubjectOf(number, source), seed, part, stop.Token);
                    SubjectFolder.Write(FolderOf(number), settings, scheme, number, subject);
                    part.Report(1);
                    foreach (var warning in subject.Warnings)
                        warn?.Invoke($"{Path.GetFileName(FolderOf(number))}: {warning}");
                }
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }
    }

    /// <summary>The seed of a subject: the same however many the set has.</summary>
    internal static ulong SeedOf(DatasetSettings settings, int number) =>
        new Random64(settings.Seed, (ulong)number).NextUInt64();

    private static void RequireSame(string folder, string record)
    {
        var path = Path.Combine(folder, RecordName);
        var isTaken = !FolderLock.HoldsNothing(folder);
        if (isTaken && !File.Exists(path))
            throw new BadInputException(folder, "is not empty, and no simulation", "choose another folder with -o");
        // A run that failed before its first subject leaves the record only: it may be repeated with other settings.
        if (isTaken && Directory.EnumerateDirectories(folder, "sub-*").Any() && File.ReadAllText(path) != record)
            throw new BadInputException(
                folder,
                "holds subjects that were made with other settings",
                $"choose another folder with -o, or repeat the settings in {RecordName}"
            );
        AtomicFile.WriteText(path, record);
    }

    /// <summary>An earlier run may have made more subjects: they are kept, and the manifest's patterns find them too.</summary>
    private static void WarnOfMore(int count, string folder, Action<string>? warn)
    {
        var asked = Enumerable.Range(0, count).Select(SubjectFolder.Name).ToHashSet(StringComparer.Ordinal);
        var more = Directory.EnumerateDirectories(folder, "sub-*").Count(d => !asked.Contains(Path.GetFileName(d)));
        if (more > 0)
            warn?.Invoke($"{folder}: holds {more} more, of an earlier run, that the manifest names too");
    }

    private static string ManifestText(DatasetSettings settings, LabelScheme scheme)
    {
        var name = $"simulated-{settings.Subject.Kind.ToString().ToLowerInvariant()}";
        var sequences = string.Join(", ", settings.Subject.Sequences.Select(s => $"{s}: \"*/{s}.nii.gz\""));
        return $$"""
            # Simulated subjects: subject.json in each folder says how they were made.
            classes: [{{string.Join(", ", scheme.Space.Classes)}}]
            datasets:
              - name: {{name}}
                root: .
                sequences: { {{sequences}} }
                labels: "*/labels.nii.gz"
                protocol: {{scheme.Protocol()}}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>Adds up the parts of subjects that are done.</summary>
    private sealed class Tally
    {
        private readonly Lock _lock = new();
        private readonly IProgress<double>? _progress;
        private double _done;

        public Tally(int done, IProgress<double>? progress)
        {
            (_done, _progress) = (done, progress);
            progress?.Report(done);
        }

        public IProgress<double> Begin() => new Part(this);

        private sealed class Part(Tally tally) : IProgress<double>
        {
            private double _own;

            public void Report(double value)
            {
                lock (tally._lock)
                {
                    tally._done += value - _own;
                    _own = value;
                    tally._progress?.Report(tally._done);
                }
            }
        }
    }
}
