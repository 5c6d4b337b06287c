using System.CommandLine;
using Concord.Cli.Terminal;
using Concord.Imaging;
using Concord.Labels.Importers;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Cli.Commands;

/// <summary><c>concord import</c>.</summary>
internal static class ImportCommand
{
    public static Command Make()
    {
        var name = new Argument<string?>("dataset")
        {
            Description = "which one; --list shows them",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var folder = new Argument<string?>("folder")
        {
            Description = "where it was unpacked; stays as it is",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var output = new Option<string?>("--output", "-o") { Description = "the manifest to write" };
        var append = new Option<bool>("--append")
        {
            Description = "add it to the datasets of a manifest that is there, with the classes of both",
        };
        var list = new Option<bool>("--list") { Description = "what can be imported, from where, and what to cite" };
        var command = new Command(
            "import",
            "Writes the manifest of a dataset whose layout and labels are known.\n\n"
                + "Example: concord import mrbrains13 data/mrbrains13 -o data.yaml\n"
                + "         concord import wmh2017 data/wmh2017 -o data.yaml --append"
        )
        {
            name,
            folder,
            output,
            append,
            list,
        };
        command.SetAction(
            (parsed, cancellation) =>
                MainThread.Do(() =>
                {
                    if (parsed.GetValue(list))
                        List();
                    else
                        Import(
                            KnownDatasets.Find(
                                Given(parsed.GetValue(name), "which dataset", "see concord import --list")
                            ),
                            Given(parsed.GetValue(folder), "the dataset's folder", "give it after the dataset's name"),
                            Given(parsed.GetValue(output), "where to write the manifest", "add -o data.yaml"),
                            parsed.GetValue(append),
                            cancellation
                        );
                    return 0;
                })
        );
        return command;
    }

    private static string Given(string? value, string what, string how) =>
        value ?? throw new BadInputException("import", $"{what} isn't given", how);

    private static void Import(
        KnownDataset known,
        string folder,
        string path,
        bool append,
        CancellationToken cancellation
    )
    {
        if (!append)
            RequireNew(path);
        // Where they would be trained on in silence, scores of the challenge's test would mean nothing.
        var test = Path.ChangeExtension(path, null) + "-test" + Path.GetExtension(path);
        if (append && !File.Exists(path))
            throw new BadInputException(path, "isn't there", "leave --append out to write it");
        if (append && known.LabelMaps is not null)
            DatasetImport.RequireNew(known, folder, path);
        if (known.LabelMaps is not null)
            folder = ScansOfLabelMaps.Make(known, folder, path, cancellation);
        var all = DatasetImport.Run(known, folder, path, append ? path : null);
        var tests = DatasetImport.Tests(known, folder, all);
        if (!append && tests.Count > 0)
            RequireNew(test);
        var old = append && File.Exists(test) ? DatasetImport.JoinTests(test, all, tests) : null;
        Write(known, all with { Datasets = [.. all.Datasets.Except(tests)] }, path, append);
        if (tests.Count > 0)
            Write(known, new(test, all.Space, [.. old?.Datasets ?? [], .. tests]), test, old is not null);
        else if (old is not null)
            ManifestWriter.Write(old, test, relative: true, [.. CommentsOf(test)]);
        Console.WriteLine($"Cite {known.Citation}. Licence: {known.Licence}.");
        if (tests.Count > 0)
            Console.WriteLine(
                $"{Path.GetFileName(test)} holds what its authors keep for a test: predict and evaluate with it, don't train on it."
            );
        if (all.Datasets.Except(tests).All(d => d.Split.Validation.IsEmpty && d.Split.Test.IsEmpty))
            Console.WriteLine(
                $"Everybody in {Path.GetFileName(path)} is trained on: 'split: {{ validation: 0.2 }}' in a dataset keeps some to measure on."
            );
        Console.WriteLine($"Next: {Invocation.Command} check {Invocation.Quote(path)}");
    }

    private static void RequireNew(string path)
    {
        if (File.Exists(path))
            throw new BadInputException(path, "is there already", "add --append to join it, or choose another name");
    }

    private static IEnumerable<string> CommentsOf(string path) =>
        File.ReadLines(path)
            .TakeWhile(l => l.StartsWith('#'))
            .Select(l => l.StartsWith("# ", StringComparison.Ordinal) ? l[2..] : l[1..]);

    private static void Write(KnownDataset known, Manifest manifest, string path, bool append)
    {
        string[] comments =
        [
            .. append ? CommentsOf(path) : [],
            $"{known.Name}: {known.Title}.",
            $"  Cite: {known.Citation}.",
            $"  Licence: {known.Licence}. From: {known.Origin}.",
        ];
        ManifestWriter.Write(manifest, path, relative: true, comments);
        ResultTable.Print(
            Path.GetFileName(path),
            ["dataset", "subjects", "sequences", "labels"],
            manifest.Datasets.Select(d =>
                (IReadOnlyList<string>)
                    [
                        d.Name,
                        $"{SubjectMatcher.Find(d, out _).Count}",
                        string.Join(" ", d.Sequences.Select(s => s.Key)),
                        string.Join(
                            "  ",
                            d.Protocol?.Meanings.Select(m => $"{m.Key}: {d.Protocol.Describe(m.Key)}") ?? []
                        ),
                    ]
            )
        );
        foreach (var dataset in manifest.Datasets)
        {
            SubjectMatcher.Find(dataset, out var problems);
            foreach (var problem in problems.Take(3))
                Console.WriteLine($"warning: {problem.Problem} ({problem.Remedy})");
            if (problems.Count > 3)
                Console.WriteLine($"warning: {dataset.Name}: so have {problems.Count - 3} more");
            var unlabelled = DatasetImport.Unlabelled(dataset).Intersect(dataset.Exclude).Count();
            if (unlabelled > 0)
                Console.WriteLine(
                    $"warning: {dataset.Name}: {unlabelled} subjects have no labels and stand in exclude: nothing is learnt from them"
                );
        }
    }

    private static void List()
    {
        foreach (var known in KnownDatasets.All)
            Console.WriteLine(
                $"{known.Name}\n  {known.Title}\n  from {known.Origin}\n  cite {known.Citation}\n  licence: {known.Licence}"
            );
    }
}
