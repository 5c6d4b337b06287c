using Concord.Evaluation.Rules;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Pairs;

/// <summary>
/// Finds references and predictions that belong together, and what their integers mean: by a manifest's protocol, by the
/// <c>dseg.tsv</c> beside a file, or, without either, every value for itself.
/// </summary>
public static class ReferencePairs
{
    private const string Suffix = "_dseg";

    /// <summary>Finds the pairs. Of files without a manifest the labels are looked at, so that all pairs have the same structures.</summary>
    /// <param name="reference">File, folder or manifest.</param>
    /// <param name="prediction">File or folder.</param>
    /// <param name="warn">Told what had to be assumed, now and when a pair is read.</param>
    /// <param name="rules">How it will be measured: what integers mean where neither a manifest nor a <c>dseg.tsv</c> says it.</param>
    /// <param name="progress">Told the finished part.</param>
    /// <exception cref="BadInputException">A path doesn't exist, or nothing belongs together.</exception>
    public static IReadOnlyList<UnreadPair> Find(
        string reference,
        string prediction,
        Action<string> warn,
        ChallengeRules? rules = null,
        IProgress<double>? progress = null
    )
    {
        if (
            reference.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || reference.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        )
            return FromManifest(ManifestReader.Read(reference), prediction, warn);
        if (File.Exists(reference) && File.Exists(prediction))
            return FromFiles([(ImageFile.Stem(reference), reference, prediction)], warn, rules, progress);
        foreach (var given in new[] { reference, prediction })
            if (!File.Exists(given) && !Directory.Exists(given))
                throw new BadInputException(given, "no such file or folder", "check the path");
        if (!Directory.Exists(reference) || !Directory.Exists(prediction))
            throw new BadInputException(
                prediction,
                "one of reference and prediction is a file, the other a folder",
                "give two files, two folders, or a manifest and a folder"
            );
        return FromFolders(reference, prediction, warn, rules, progress);
    }

    private static List<UnreadPair> FromManifest(Manifest manifest, string prediction, Action<string> warn)
    {
        var labelled = manifest.Datasets.Where(d => d.Labels is not null).SelectMany(SubjectMatcher.Find).ToList();
        var names = SubjectNames.Of(labelled);
        var (pairs, missing) = (new List<UnreadPair>(), new List<string>());
        for (var i = 0; i < labelled.Count; i++)
        {
            var (subject, name) = (labelled[i], names[i]);
            if (PredictionOf(i, labelled, names, prediction) is { } path)
                pairs.Add(new(name, () => Read(manifest, subject, name, path, warn)));
            else
                missing.Add(name);
        }

        if (pairs.Count == 0)
            throw new BadInputException(
                prediction,
                "holds no file named like a subject of the manifest",
                "run predict --manifest, or give a single reference file"
            );
        if (missing.Count > 0 && Directory.Exists(prediction))
            warn($"{missing.Count} of {labelled.Count} subjects have no prediction: {string.Join(", ", missing)}");
        return pairs;
    }

    private static ReferencePair Read(Manifest manifest, Subject subject, string name, string path, Action<string> warn)
    {
        var dataset = manifest.Dataset(subject.Dataset);
        var predicted = ImageFile.Open(path);
        // With one image, which a mask of non-zero voxels is made from: the one on whose grid the prediction lies.
        var sequence = SequenceOn(predicted.Geometry, dataset, subject);
        // Labels on another grid come onto it; what they don't reach counts neither for nor against a prediction.
        var data = SubjectReader.Read(dataset, subject, [sequence]);
        SubjectReader.RequireSameGrid(path, predicted.Geometry, subject.Images[sequence], data.Geometry);
        return new(name, data.Candidates!, PredictedClasses.Of(predicted.ToLabels(), path, manifest.Space, warn));
    }

    // The first, unless only another lies there.
    private static string SequenceOn(VolumeGeometry grid, DatasetDefinition dataset, Subject subject)
    {
        var names = dataset.Sequences.Select(s => s.Key).ToList();
        return names.Find(n => SubjectReader.IsSameGrid(ImageFile.ReadGeometry(subject.Images[n]), grid)) ?? names[0];
    }

    private static List<UnreadPair> FromFolders(
        string reference,
        string prediction,
        Action<string> warn,
        ChallengeRules? rules,
        IProgress<double>? progress
    )
    {
        var (references, predictions) = (ByName(reference), ByName(prediction));
        var pairs = references.Where(r => predictions.ContainsKey(r.Key)).ToList();
        if (pairs.Count == 0)
            throw new BadInputException(prediction, $"no file is named like one in {reference}", "name pairs alike");
        var missing = references.Keys.Where(name => !predictions.ContainsKey(name)).ToList();
        if (missing.Count > 0)
            warn($"{missing.Count} of {references.Count} references have no prediction: {string.Join(", ", missing)}");
        return FromFiles([.. pairs.Select(r => (r.Key, r.Value, predictions[r.Key]))], warn, rules, progress);
    }

    // A folder may hold scans beside their segmentations: of files that share a name the one that says dseg counts.
    private static SortedDictionary<string, string> ByName(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in Images(folder).GroupBy(Name, StringComparer.Ordinal))
        {
            var segmentations = group.Where(f => Name(f) != ImageFile.Stem(f)).ToList();
            var candidates = segmentations.Count > 0 ? segmentations : [.. group];
            files[group.Key] =
                candidates.Count == 1
                    ? candidates[0]
                    : throw new BadInputException(
                        candidates[1],
                        $"has the name of {candidates[0]}",
                        "leave one of the two"
                    );
        }

        return files;
    }

    private static List<UnreadPair> FromFiles(
        IReadOnlyList<(string Subject, string Reference, string Prediction)> files,
        Action<string> warn,
        ChallengeRules? rules,
        IProgress<double>? progress
    )
    {
        // What one subject doesn't have has to count in it too, or means are of those only who have it.
        var structures = files.Count > 1 ? new StructureNames(rules) : null;
        for (var i = 0; i < files.Count && structures is not null; i++)
        {
            try
            {
                if (!IsOfficial(files[i].Reference, rules))
                    structures.Add(files[i].Reference, files[i].Prediction);
            }
            catch (BadInputException)
            {
                // Told when the pair is read.
            }

            progress?.Report((double)(i + 1) / files.Count);
        }

        return
        [
            .. files.Select(f => new UnreadPair(
                f.Subject,
                () => Read(f.Subject, f.Reference, f.Prediction, warn, rules, structures)
            )),
        ];
    }

    private static ReferencePair Read(
        string subject,
        string reference,
        string prediction,
        Action<string> warn,
        ChallengeRules? rules,
        StructureNames? others
    )
    {
        var (truth, guess) = (ImageFile.Open(reference), ImageFile.Open(prediction));
        SubjectReader.RequireSameGrid(prediction, guess.Geometry, reference, truth.Geometry);
        var (labels, predicted) = (truth.ToLabels(), guess.ToLabels());
        if (IsOfficial(reference, rules))
            return OfOfficial(subject, labels, predicted, reference, prediction, rules!.Labels!, warn);
        var (own, theirs) = (LabelTable.Beside(reference), LabelTable.Beside(prediction));
        if ((own is null) != (theirs is null))
            warn(
                $"no dseg.tsv lies beside {Folder(own is null ? reference : prediction)}: values there are taken to mean what "
                    + "they mean on the other side (give a manifest with a protocol if they mean something else)"
            );
        var (names, guessed) = (own ?? theirs ?? LabelTable.Empty, theirs ?? own ?? LabelTable.Empty);
        var (values, found) = (PredictedClasses.Values(labels), PredictedClasses.Values(predicted));
        var all = others ?? new(rules);
        all.Add(names, values, guessed, found);
        var structures = all.Names;
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
        int ClassOf(LabelTable table, int value) => value == 0 ? 0 : 1 + all.IndexOf(table.NameOf(value));
        var meanings = values.Append(0).ToDictionary(v => v, v => CandidateSet.Of(ClassOf(names, v)));
        // What the reference doesn't hold is a structure that it knows and has nowhere.
        for (var (c, unused) = (1, int.MinValue); c < space.Count; c++)
            if (!meanings.ContainsValue(CandidateSet.Of(c)))
                meanings[unused++] = CandidateSet.Of(c);
        var protocol = new Protocol(space, meanings);
        var classes = found.Append(0).ToDictionary(v => v, v => ClassOf(guessed, v));
        var map = CandidateMap.Translate(labels, protocol, reference);
        return new(subject, map, PredictedClasses.Translate(predicted, classes, prediction));
    }

    private static bool IsOfficial(string reference, ChallengeRules? rules) =>
        rules?.Labels is not null && LabelTable.Beside(reference) is null;

    // A challenge's own reference; the prediction is the challenge's too, or has names beside it.
    private static ReferencePair OfOfficial(
        string subject,
        Volume<int> labels,
        Volume<int> predicted,
        string reference,
        string prediction,
        OfficialLabels official,
        Action<string> warn
    )
    {
        var map = CandidateMap.Translate(labels, official.Reference, reference);
        if (LabelTable.Beside(prediction) is not null)
            return new(subject, map, PredictedClasses.Of(predicted, prediction, official.Reference.Space, warn));
        var classes = PredictedClasses
            .Values(predicted)
            .Select(v => (Value: v, Class: official.Predicted(v)))
            .Where(v => v.Class >= 0)
            .Append((0, 0))
            .ToDictionary(v => v.Item1, v => v.Item2);
        return new(subject, map, PredictedClasses.Translate(predicted, classes, prediction));
    }

    private static string Folder(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;

    // By the subject's name, with or without its dataset's. A prediction of single files is named after an image; that names
    // a subject only if no other has such an image.
    private static string? PredictionOf(
        int index,
        IReadOnlyList<Subject> all,
        IReadOnlyList<string> names,
        string prediction
    )
    {
        var subject = all[index];
        var others = names.Where((_, i) => i != index).ToHashSet(StringComparer.Ordinal);
        var stems = subject.Images.Values.Select(ImageFile.Stem);
        var own = stems.Where(stem =>
            all.All(s => s == subject || s.Images.Values.All(i => ImageFile.Stem(i) != stem))
        );
        string[] plain = [names[index], SubjectNames.Qualified(subject)];
        var candidates = plain.Concat(own).Distinct(StringComparer.Ordinal).Where(n => !others.Contains(n)).ToList();
        if (File.Exists(prediction))
            return all.Count == 1 || candidates.Contains(Name(prediction)) ? prediction : null;
        // As predict names them; else as other tools do, if it isn't the scan itself.
        var scans = subject.Images.Values.Append(subject.Labels).OfType<string>().Select(Path.GetFullPath).ToHashSet();
        var found = Existing(candidates, $"{Suffix}.nii.gz");
        foreach (var suffix in new[] { ".nii.gz", ".nii" })
            if (found.Count == 0)
                found =
                [
                    .. Existing(plain.Intersect(candidates), suffix).Where(f => !scans.Contains(Path.GetFullPath(f))),
                ];
        return found.Count <= 1
            ? found.FirstOrDefault()
            : throw new BadInputException(
                found[1],
                $"may be of {names[index]}, and so may {Path.GetFileName(found[0])}",
                "leave one of the two"
            );

        List<string> Existing(IEnumerable<string> stems, string suffix) =>
            [.. stems.Select(n => Path.Combine(prediction, n + suffix)).Where(File.Exists)];
    }

    private static IEnumerable<string> Images(string folder) =>
        Directory
            .EnumerateFiles(folder)
            // What macOS leaves on other disks, and what is being written.
            .Where(f => !Path.GetFileName(f).StartsWith('.'))
            .Where(f => f.EndsWith(".nii.gz", StringComparison.Ordinal) || f.EndsWith(".nii", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string Name(string path)
    {
        var stem = ImageFile.Stem(path);
        return stem.EndsWith(Suffix, StringComparison.Ordinal) ? stem[..^Suffix.Length] : stem;
    }
}
