using System.Collections.Concurrent;
using Concord.Imaging;
using Concord.Labels.Manifests;

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
    /// <param name="finished">Told after each subject how many are done, those that were there included.</param>
    /// <param name="cancellation">Stops between two stages of a subject.</param>
    /// <exception cref="BadInputException">
    /// The folder holds subjects of other settings, or something can't be written.
    /// </exception>
    public static Manifest Run(
        DatasetSettings settings,
        AnatomyLibrary library,
        string folder,
        int workers = 1,
        Action<int>? finished = null,
        CancellationToken cancellation = default
    )
    {
        RequireSame(folder, SubjectRecord.OfSet(settings));
        var scheme = new LabelScheme(settings.Subject.Kind, settings.Hidden);
        // Subjects of one anatomy follow each other: it is read once.
        var missing = Enumerable
            .Range(0, settings.Count)
            .Where(i => !Directory.Exists(FolderOf(i)))
            .OrderBy(library.EntryOf)
            .ToList();
        var done = settings.Count - missing.Count;
        finished?.Invoke(done);
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

        var manifest = Path.Combine(folder, ManifestName);
        AtomicFile.WriteText(manifest, ManifestText(settings, scheme));
        return ManifestReader.Read(manifest);

        string FolderOf(int number) => Path.Combine(folder, SubjectFolder.Name(number, settings.Count));

        void Work()
        {
            try
            {
                while (queue.TryDequeue(out var number))
                {
                    stop.Token.ThrowIfCancellationRequested();
                    var seed = SeedOf(settings, number);
                    var subject = SubjectSimulator.Make(library.For(number, seed), settings.Subject, seed, stop.Token);
                    SubjectFolder.Write(FolderOf(number), settings, scheme, number, subject);
                    finished?.Invoke(Interlocked.Increment(ref done));
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
        var isTaken = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
        if (isTaken && !File.Exists(path))
            throw new BadInputException(folder, "is not empty, and no simulation", "choose another folder with -o");
        if (isTaken && File.ReadAllText(path) != record)
            throw new BadInputException(
                folder,
                "holds subjects that were made with other settings",
                $"choose another folder with -o, or repeat the settings in {RecordName}"
            );
        AtomicFile.WriteText(path, record);
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
}
