using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Cli.Commands;

/// <summary>Pairs references with predictions for <c>concord evaluate</c>.</summary>
internal static class EvaluationInput
{
    private const string Suffix = "_dseg";

    /// <summary>A subject's reference and the predicted class of each voxel.</summary>
    public sealed record Pair(string Subject, CandidateMap Reference, byte[] Prediction);

    /// <param name="reference">File, folder or manifest.</param>
    /// <param name="prediction">File or folder.</param>
    /// <param name="warn">Told what had to be assumed.</param>
    public static IEnumerable<Pair> Pairs(string reference, string prediction, Action<string> warn)
    {
        if (
            reference.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || reference.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        )
            return FromManifest(ManifestReader.Read(reference), prediction);
        if (File.Exists(reference) && File.Exists(prediction))
            return [FromFiles(ImageFile.Stem(reference), reference, prediction, warn)];
        if (!Directory.Exists(reference) || !Directory.Exists(prediction))
            throw new BadInputException(
                Directory.Exists(reference) || File.Exists(reference) ? prediction : reference,
                "no such file or folder",
                "give two files, two folders, or a manifest and a folder"
            );
        return FromFolders(reference, prediction, warn);
    }

    private static IEnumerable<Pair> FromManifest(Manifest manifest, string prediction)
    {
        var values = StandardLabels
            .For(manifest.Space)
            .Select((l, c) => (l.Value, c))
            .ToDictionary(p => p.Value, p => p.c);
        var labelled = manifest.Datasets.Where(d => d.Labels is not null).SelectMany(SubjectMatcher.Find).ToList();
        var names = SubjectNames.Of(labelled);
        var count = 0;
        for (var i = 0; i < labelled.Count; i++)
        {
            var subject = labelled[i];
            var path = PredictionOf(subject, names[i], labelled, prediction);
            if (path is null)
                continue;
            count++;
            var labels = ImageFile.Open(subject.Labels!);
            var protocol = manifest.Dataset(subject.Dataset).Protocol!;
            var map = CandidateMap.Translate(labels.ToLabels(), protocol, subject.Labels!);
            var predicted = ImageFile.Open(path);
            SubjectReader.RequireSameGrid(path, predicted.Geometry, subject.Labels!, labels.Geometry);
            yield return new(names[i], map, ToClasses(predicted.ToLabels(), values, path));
        }

        if (count == 0)
            throw new BadInputException(
                prediction,
                "holds no file named like a subject of the manifest",
                "run predict --manifest, or give a single reference file"
            );
    }

    private static IEnumerable<Pair> FromFolders(string reference, string prediction, Action<string> warn)
    {
        var predictions = Images(prediction).ToDictionary(Name, StringComparer.Ordinal);
        var pairs = Images(reference).Where(r => predictions.ContainsKey(Name(r))).ToList();
        if (pairs.Count == 0)
            throw new BadInputException(prediction, $"no file is named like one in {reference}", "name pairs alike");
        return pairs.Select(r => FromFiles(Name(r), r, predictions[Name(r)], warn));
    }

    // Without a manifest the dseg.tsv beside a file names its values, and a value that has no name stands for itself.
    private static Pair FromFiles(string subject, string reference, string prediction, Action<string> warn)
    {
        var (truth, guess) = (ImageFile.Open(reference), ImageFile.Open(prediction));
        SubjectReader.RequireSameGrid(prediction, guess.Geometry, reference, truth.Geometry);
        var (labels, predicted) = (truth.ToLabels(), guess.ToLabels());
        var (own, others) = (LabelTable.Beside(reference), LabelTable.Beside(prediction));
        if ((own is null) != (others is null))
            warn(
                $"no dseg.tsv lies beside {Folder(own is null ? reference : prediction)}: values there are taken to mean what "
                    + "they mean on the other side (give a manifest with a protocol if they mean something else)"
            );
        var (names, guessed) = (own ?? others ?? LabelTable.Empty, others ?? own ?? LabelTable.Empty);
        var (values, found) = (Values(labels), Values(predicted));
        var structures = values
            .Select(names.NameOf)
            .Concat(found.Select(guessed.NameOf))
            .Where(n => n != LabelSpace.Background)
            .Distinct()
            .ToList();
        if (structures.Count == 0)
            throw new BadInputException(reference, "reference and prediction hold no label", "give label maps");
        if (structures.Count > CandidateSet.MaxClasses - 1)
            throw new BadInputException(
                reference,
                $"{structures.Count} different labels",
                "give label maps, not images"
            );
        var space = new LabelSpace([LabelSpace.Background, .. structures]);
        // Background isn't among the structures: -1 + 1.
        int ClassOf(LabelTable table, int value) => value == 0 ? 0 : 1 + structures.IndexOf(table.NameOf(value));
        var meanings = values.Append(0).ToDictionary(v => v, v => CandidateSet.Of(ClassOf(names, v)));
        // What the prediction alone holds is a structure that the reference knows and has nowhere.
        for (var (c, unused) = (1, int.MinValue); c < space.Count; c++)
            if (!meanings.ContainsValue(CandidateSet.Of(c)))
                meanings[unused++] = CandidateSet.Of(c);
        var protocol = new Protocol(space, meanings);
        var classes = found.Append(0).ToDictionary(v => v, v => ClassOf(guessed, v));
        var map = CandidateMap.Translate(labels, protocol, reference);
        return new(subject, map, ToClasses(predicted, classes, prediction));
    }

    private static string Folder(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;

    private static List<int> Values(Volume<int> labels) => [.. labels.Voxels.Distinct().Where(v => v != 0).Order()];

    private static byte[] ToClasses(Volume<int> labels, Dictionary<int, int> classes, string path)
    {
        var result = new byte[labels.Voxels.Length];
        for (var i = 0; i < result.Length; i++)
        {
            if (!classes.TryGetValue(labels.Voxels[i], out var c))
                throw new BadInputException(
                    path,
                    $"holds the label {labels.Voxels[i]}, which no class has",
                    "give a file that predict wrote"
                );
            result[i] = (byte)c;
        }

        return result;
    }

    // A prediction of single files is named after an image; that names a subject only if no other has such an image.
    private static string? PredictionOf(Subject subject, string name, IReadOnlyList<Subject> all, string prediction)
    {
        var stems = subject.Images.Values.Select(ImageFile.Stem);
        var own = stems.Where(stem =>
            all.All(s => s == subject || s.Images.Values.All(i => ImageFile.Stem(i) != stem))
        );
        string[] candidates = [name, SubjectNames.Qualified(subject), .. own];
        if (File.Exists(prediction))
            return all.Count == 1 || candidates.Contains(Name(prediction)) ? prediction : null;
        return candidates.Select(n => Path.Combine(prediction, $"{n}{Suffix}.nii.gz")).FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> Images(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Where(f => f.EndsWith(".nii.gz", StringComparison.Ordinal) || f.EndsWith(".nii", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string Name(string path)
    {
        var stem = ImageFile.Stem(path);
        return stem.EndsWith(Suffix, StringComparison.Ordinal) ? stem[..^Suffix.Length] : stem;
    }
}
