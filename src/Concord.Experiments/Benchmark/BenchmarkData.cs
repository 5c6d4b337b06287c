using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Strategies;
using Concord.Simulation;
using Concord.Simulation.Datasets;
using Concord.Simulation.Signal;

namespace Concord.Experiments.Benchmark;

/// <summary>The datasets of a comparison.</summary>
/// <param name="Train">What methods learn from: each dataset with its own labels.</param>
/// <param name="Joint">The same subjects with every label; null where nobody knows them.</param>
/// <param name="Test">Subjects with every label that no method has seen.</param>
/// <param name="Healthy">Test subjects without a lesion; null where none were made.</param>
/// <param name="TestAnatomies">
/// How many heads the simulated test subjects are made from, warped and with lesions of their own; 0 where each has its own.
/// </param>
public sealed record BenchmarkData(
    Manifest Train,
    Manifest? Joint,
    Manifest Test,
    Manifest? Healthy,
    int TestAnatomies = 0
)
{
    private const string HealthyName = "healthy";

    /// <summary>Reads the user's manifests, or simulates what is missing in the folder.</summary>
    /// <param name="settings">The comparison.</param>
    /// <param name="folder">Where simulated data lie.</param>
    /// <param name="progress">Told the finished part.</param>
    /// <param name="cancellation">Stops between subjects.</param>
    public static BenchmarkData Make(
        BenchmarkSettings settings,
        string folder,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (settings.Manifest is { } own)
            return OfUser(ManifestReader.Read(own), ManifestReader.Read(settings.Test!), settings.Methods);
        var scenario = settings.Scenario;
        var library = AnatomyLibrary.Open(settings.Anatomy, edge: settings.Grid.Spacing.X);
        var parts = scenario.Sets.Select((set, i) => (Set: set, Count: settings.CountOf(set), Anatomies: i)).ToList();
        if (settings.HealthyTestSubjects > 0)
            parts.Add(
                (scenario.Test with { Name = HealthyName, Kind = SubjectKind.Brain }, settings.HealthyTestSubjects, 2)
            );
        var (all, before) = (parts.Sum(p => p.Count), 0);
        for (var i = 0; i < parts.Count; i++)
        {
            var (set, count, anatomies) = parts[i];
            DatasetSimulator.Run(
                Dataset(settings, set, count, i),
                library.Part(anatomies, scenario.Sets.Count),
                Path.Combine(folder, set.Name),
                workers: Environment.ProcessorCount,
                progress: PartOfProgress.Of(progress, before, all),
                cancellation: cancellation
            );
            before += count;
        }

        var (tissue, lesions, test) = (scenario.Tissue, scenario.Lesions, scenario.Test);
        var joint = lesions with { Protocol = test.Protocol };
        return new(
            Write("train.yaml", [(tissue, "labels", true), (lesions, "labels", true)]),
            Write("joint.yaml", [(tissue, "labels", true), (joint, "truth", true)]),
            Write("test.yaml", [(test, "labels", false)]),
            settings.HealthyTestSubjects > 0
                ? Write("healthy.yaml", [(test with { Name = HealthyName }, "labels", false)])
                : null,
            library.Part(2, scenario.Sets.Count).Count
        );

        Manifest Write(string name, IReadOnlyList<(ScenarioSet Set, string Labels, bool IsSplit)> sets)
        {
            var entries = sets.Select(s => Entry(s.Set, s.Labels, s.IsSplit));
            var text = $"classes: [{string.Join(", ", scenario.Classes)}]\ndatasets:\n{string.Concat(entries)}";
            var path = Path.Combine(folder, name);
            AtomicFile.WriteText(path, text);
            return ManifestReader.Read(path);
        }
    }

    private static BenchmarkData OfUser(Manifest train, Manifest test, IReadOnlyList<BenchmarkMethod> methods)
    {
        if (!train.Space.Classes.SequenceEqual(test.Space.Classes))
            throw new BadInputException(
                test.Path,
                $"its classes are {string.Join(", ", test.Space.Classes)}, those of {train.Path} "
                    + string.Join(", ", train.Space.Classes),
                "list the same classes in the same order"
            );
        var seen = train
            .Datasets.SelectMany(SubjectMatcher.Find)
            .SelectMany(s => s.Images.Values)
            .Select(Path.GetFullPath)
            .ToHashSet(StringComparer.Ordinal);
        var twice = test
            .Datasets.SelectMany(SubjectMatcher.Find)
            .SelectMany(s => s.Images.Values)
            .FirstOrDefault(image => seen.Contains(Path.GetFullPath(image)));
        if (twice is not null)
            throw new BadInputException(
                test.Path,
                $"{twice} is an image of {train.Path} too",
                "test on subjects that no network learns from"
            );
        var sequences = SequencesOf(train, methods);
        foreach (var dataset in test.Datasets)
            RequireFit(dataset, sequences, train.Datasets.Any(d => d.Mask.Kind != MaskKind.None));
        if (test.Datasets.All(d => d.Protocol!.Labelled.Except(CandidateSet.Of(0)).Count == 0))
            throw new BadInputException(
                test.Path,
                "no label value of it means one class alone, other than background",
                "measures need such labels, as in '1: gm'"
            );
        return new(train, null, test, null);
    }

    /// <summary>Reads every test subject as a test will: before hours of training, not after them.</summary>
    /// <param name="methods">Whose networks take sequences.</param>
    /// <param name="registration">Whether sequences are registered.</param>
    /// <param name="progress">Told the finished part.</param>
    /// <param name="cancellation">Stops between subjects.</param>
    /// <exception cref="BadInputException">An image, a label or a mask can't be used.</exception>
    public void RequireReadableTest(
        IReadOnlyList<BenchmarkMethod> methods,
        Coregistration registration,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var subjects = TestSubject.Of(Test);
        var sequences = SequencesOf(Train, methods);
        for (var i = 0; i < subjects.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            _ = subjects[i].Read(sequences, registration);
            _ = subjects[i].Reference();
            progress?.Report((double)(i + 1) / subjects.Count);
        }
    }

    // Pictures are of a shared sequence, and so is what one network for all sees.
    private static IReadOnlyList<string> SequencesOf(Manifest train, IReadOnlyList<BenchmarkMethod> methods)
    {
        var shared = train.SharedSequences();
        return methods.Any(m => StrategyCatalog.Find(m.Strategy).Division == NetworkDivision.OnePerDataset)
            ? [.. train.Datasets.SelectMany(d => d.Sequences).Select(s => s.Key).Distinct(StringComparer.Ordinal)]
            : shared;
    }

    // Before hours of training, not after them.
    private static void RequireFit(DatasetDefinition dataset, IReadOnlyList<string> sequences, bool areMasked)
    {
        if (dataset.Protocol is null)
            throw new BadInputException(dataset.Source, $"{dataset.Name} has no labels", "a test needs them");
        var missing = sequences.FirstOrDefault(s => dataset.Sequences.All(own => own.Key != s));
        if (missing is not null)
            throw new BadInputException(
                dataset.Source,
                $"{dataset.Name} has no sequence {missing}, which a network takes",
                "add it, or leave out the strategies that need it"
            );
        if (areMasked && dataset.Mask.Kind == MaskKind.None)
            throw new BadInputException(
                dataset.Source,
                $"{dataset.Name} has no brain masks, and networks are trained on masked images",
                "add 'mask' to the test data"
            );
    }

    private static string Entry(ScenarioSet set, string labels, bool isSplit)
    {
        var sequences = string.Join(", ", set.Sequences.Select(s => $"{s}: \"*/{s}.nii.gz\""));
        return $$"""
                  - name: {{set.Name}}
                    root: {{set.Name}}
                    sequences: { {{sequences}} }
                    labels: "*/{{labels}}.nii.gz"
                    protocol: { {{set.Protocol}} }

                """.ReplaceLineEndings("\n") + (isSplit ? "    split: { validation: 0.2 }\n" : "");
    }

    private static DatasetSettings Dataset(BenchmarkSettings settings, ScenarioSet set, int count, int number) =>
        new()
        {
            Subject = new()
            {
                Kind = set.Kind,
                Geometry = settings.Grid,
                Site = SiteCatalog.Find(settings.HasSiteShift ? set.ShiftedSite : "A"),
                Sequences = set.Sequences,
                Tumor = settings.Tumor,
                // Subjects are made side by side.
                Threads = 1,
            },
            Count = count,
            Seed = new Random64(settings.DataSeed, (ulong)number).NextUInt64(),
            Anatomy = settings.Anatomy,
            Hidden = set.Hidden,
            WritesTruth = set.Hidden != HiddenLabels.None,
        };
}
