using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;
using Concord.Learning.Recipes;
using Concord.Learning.Sampling;

namespace Concord.Learning.Training;

/// <summary>The subjects of a manifest, read, prepared and divided.</summary>
public sealed record TrainingData
{
    private TrainingData() { }

    /// <summary>The sequences that every dataset has: the network's channels.</summary>
    public required IReadOnlyList<string> Sequences { get; init; }

    /// <summary>The names of the datasets, in the manifest's order.</summary>
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>How images were prepared.</summary>
    public required Preparation Preparation { get; init; }

    /// <summary>The categories of all datasets.</summary>
    public required CategoryTable Table { get; init; }

    /// <summary>The categories that validation subjects have; others than <see cref="Table"/>'s after a relabelling.</summary>
    public required CategoryTable ValidationTable { get; init; }

    /// <summary>The categories that patches are chosen by; null for those of <see cref="Table"/>.</summary>
    public CategoryTable? GuideTable { get; init; }

    /// <summary>Whom the network learns from.</summary>
    public required IReadOnlyList<TrainingSubject> Training { get; init; }

    /// <summary>Whom it is measured on.</summary>
    public required IReadOnlyList<TrainingSubject> Validation { get; init; }

    /// <summary>What every subject is used for.</summary>
    public required IReadOnlyList<(Subject Subject, Subset Subset)> Split { get; init; }

    /// <summary>What was noticed.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>
    /// Bytes of subjects in memory; what lies in mapped files isn't, as the system takes it back when it needs the room.
    /// </summary>
    internal double HeldBytes { get; private init; }

    /// <summary>Reads everything but the test subjects.</summary>
    /// <param name="manifest">The data.</param>
    /// <param name="recipe">How images are prepared, and the seed that divides the subjects.</param>
    /// <param name="progress">Told the finished part.</param>
    /// <param name="cache">Keeps prepared subjects; null to hold them in memory.</param>
    /// <param name="cancellation">Stops between subjects.</param>
    /// <exception cref="BadInputException">A dataset has no labels, or a file is unusable.</exception>
    public static TrainingData Load(
        Manifest manifest,
        Recipe recipe,
        IProgress<double>? progress = null,
        SubjectCache? cache = null,
        CancellationToken cancellation = default
    )
    {
        foreach (var dataset in manifest.Datasets)
            if (dataset.Protocol is null)
                throw new BadInputException(
                    dataset.Source,
                    $"{dataset.Name} has no labels",
                    "training needs labels and protocol"
                );
        var sequences = manifest.SharedSequences();
        var table = new CategoryTable([.. manifest.Datasets.Select(d => d.Protocol!)]);
        var split = Divide(manifest, recipe.Seed);
        var size = WorkingSpacing.Of(split, sequences[0], recipe.Spacing);
        var scale = IntensityScales.Find(recipe.Intensities);
        var preparation = new Preparation
        {
            Registration = recipe.Registration,
            Spacing = [size.X, size.Y, size.Z],
            IsMasked = manifest.Datasets.Any(d => d.Mask.Kind != MaskKind.None),
            BiasField = recipe.BiasField == Recipe.NoBiasField ? null : BiasFieldCorrection.Name,
            Normalization = scale.Name,
        };
        if (scale is ILearntScale learnt)
        {
            var measuring = PartOfProgress.Of(progress, 0, 2);
            var learner = new IntensityStandards(manifest, sequences, preparation, learnt, cache);
            preparation = learner.Learn(split, measuring, cancellation);
            progress = PartOfProgress.Of(progress, 1, 2);
        }

        var used = split.Where(s => s.Subset != Subset.Test).ToList();
        var prepared = new TrainingSubject[used.Count];
        var warnings = new List<string>();
        SubjectLoop.Run(
            used.Count,
            i =>
            {
                var index = manifest.Datasets.ToList().FindIndex(d => d.Name == used[i].Subject.Dataset);
                var (dataset, subject, offset) = (manifest.Datasets[index], used[i].Subject, table.Offset(index));
                PreparedSubject Make() =>
                    Prepare(
                        SubjectReader.Read(dataset, subject, sequences, preparation.Registration),
                        offset,
                        preparation
                    );
                var made = cache?.Get(dataset, subject, sequences, preparation, offset, Make) ?? Make();
                var places = new CategoryIndex(made.Categories.Span, made.Image.Size, table.Sets.Count);
                prepared[i] = new(index, made.Image, made.Categories, places);
                lock (warnings)
                    warnings.AddRange(made.Warnings);
            },
            progress,
            cancellation
        );
        return new()
        {
            Sequences = sequences,
            Datasets = [.. manifest.Datasets.Select(d => d.Name)],
            Preparation = preparation,
            Table = table,
            ValidationTable = table,
            Training = [.. prepared.Where((_, i) => used[i].Subset == Subset.Training)],
            Validation = [.. prepared.Where((_, i) => used[i].Subset == Subset.Validation)],
            Split = split,
            Warnings = [.. warnings.Order(StringComparer.Ordinal)],
            HeldBytes = cache is null ? prepared.Sum(p => p.Size.Voxels * BytesPerVoxel(sequences)) : 0,
        };
    }

    /// <summary>What prepared subjects take in memory, in bytes, as their scans' headers have it.</summary>
    /// <param name="manifest">The data.</param>
    /// <param name="spacing">The working voxel size in mm, or null for the median of the training subjects.</param>
    /// <param name="seed">Divides the subjects.</param>
    internal static double BytesOf(Manifest manifest, IReadOnlyList<double>? spacing, ulong seed)
    {
        var sequences = manifest.SharedSequences();
        var split = Divide(manifest, seed);
        var size = WorkingSpacing.Of(split, sequences[0], spacing);
        return split.Where(s => s.Subset != Subset.Test).Sum(s => Voxels(s.Subject)) * BytesPerVoxel(sequences);

        double Voxels(Subject subject)
        {
            var grid = ImageFile.ReadGeometry(subject.Images[sequences[0]]);
            return grid.Size.Voxels * grid.VoxelVolume / (size.X * size.Y * size.Z);
        }
    }

    // Images in half precision, labels, and mostly a mask.
    private static double BytesPerVoxel(IReadOnlyList<string> sequences) => 2 * sequences.Count + 2;

    /// <summary>For each category but padding: its share of the voxels of its dataset's training subjects, 0 to 1.</summary>
    internal IReadOnlyList<double> Shares()
    {
        var counts = new double[Table.Sets.Count - 1];
        foreach (var subject in Training)
            for (var category = 0; category < counts.Length; category++)
                counts[category] += subject.Index.Count(category);
        for (var d = 0; d < Table.Protocols.Count; d++)
        {
            var own = counts.AsSpan(Table.Offset(d), Table.Protocols[d].Sets.Count);
            System.Numerics.Tensors.TensorPrimitives.Divide(
                own,
                Math.Max(1, System.Numerics.Tensors.TensorPrimitives.Sum<double>(own)),
                own
            );
        }

        return counts;
    }

    /// <summary>The same data with one class for each voxel of each training subject.</summary>
    /// <param name="classes">The class of each voxel of a training subject's working grid.</param>
    internal TrainingData Relabelled(Func<TrainingSubject, Subject, byte[]> classes)
    {
        var table = CertainTable(Table.Space, Datasets.Count);
        var subjects = Split.Where(s => s.Subset == Subset.Training).Select(s => s.Subject).ToList();
        var training = Training.Select(
            (old, i) =>
            {
                // A dataset's categories are numbered by class, from its offset on.
                var categories = (byte[])classes(old, subjects[i]).Clone();
                var offset = (byte)table.Offset(old.Dataset);
                System.Numerics.Tensors.TensorPrimitives.Add(categories, offset, categories);
                return old with { Categories = categories, Index = new(categories, old.Size, table.Sets.Count) };
            }
        );
        return this with
        {
            Table = table,
            Training = [.. training],
            HeldBytes = HeldBytes + Training.Sum(s => (double)s.Size.Voxels),
        };
    }

    /// <summary>The same data, whose patches are chosen by other labels.</summary>
    /// <param name="other">The same subjects with those labels.</param>
    internal TrainingData GuidedBy(TrainingData other)
    {
        if (
            !Split
                .Select(s => (s.Subject.Id, s.Subset))
                .SequenceEqual(other.Split.Select(s => (s.Subject.Id, s.Subset)))
        )
            throw new ArgumentException("They are other subjects.", nameof(other));
        return this with
        {
            GuideTable = other.Table,
            // The other's images aren't kept.
            HeldBytes = HeldBytes + (other.HeldBytes > 0 ? Training.Sum(s => (double)s.Size.Voxels) : 0),
            Training = [.. Training.Zip(other.Training, (s, o) => s with { Guide = o with { Image = s.Image } })],
        };
    }

    /// <summary>The categories of datasets of whose every voxel the class is known.</summary>
    /// <exception cref="BadInputException">Datasets times classes are too many.</exception>
    internal static CategoryTable CertainTable(LabelSpace space, int datasets)
    {
        var certain = new Protocol(
            space,
            Enumerable.Range(0, space.Count).ToDictionary(c => c, c => CandidateSet.Of(c))
        );
        return new([.. Enumerable.Repeat(certain, datasets)]);
    }

    /// <summary>What every subject of a manifest is used for.</summary>
    /// <exception cref="BadInputException">
    /// A scan that stands in two datasets would be learnt from in one and kept in the other.
    /// </exception>
    internal static IReadOnlyList<(Subject Subject, Subset Subset)> Divide(Manifest manifest, ulong seed)
    {
        var split = new List<(Subject Subject, Subset Subset)>();
        foreach (var dataset in manifest.Datasets)
        {
            var subjects = SubjectMatcher.Find(dataset);
            var subsets = dataset.Split.Divide(dataset, subjects, seed);
            split.AddRange(subjects.Select(s => (s, subsets[s.Id])));
        }

        var scans = split
            .SelectMany(s => s.Subject.Images.Values.Select(path => (Path: Path.GetFullPath(path), Use: s)))
            .GroupBy(s => s.Path, s => s.Use, StringComparer.Ordinal);
        foreach (var scan in scans)
        {
            var learnt = scan.FirstOrDefault(s => s.Subset == Subset.Training).Subject;
            var (kept, subset) = scan.FirstOrDefault(s => s.Subset != Subset.Training);
            if (learnt is null || kept is null)
                continue;
            var use = subset.ToString().ToLowerInvariant();
            throw new BadInputException(
                scan.Key,
                $"would be learnt from in {learnt.Dataset}, and is kept for {use} in {kept.Dataset}",
                "name the same subjects in both: split: { " + $"{use}: [{kept.Id}, ...] }}"
            );
        }

        return split;
    }

    private static PreparedSubject Prepare(SubjectData data, int offset, Preparation preparation)
    {
        var image = PreparedImage.Make(data, preparation);
        var categories = image.Grid.Bring(data.Candidates!.Categories).Voxels;
        if (offset > 0)
        {
            categories = (byte[])categories.Clone();
            System.Numerics.Tensors.TensorPrimitives.Add(categories, (byte)offset, categories);
        }

        return new(image, categories, data.Warnings);
    }
}
