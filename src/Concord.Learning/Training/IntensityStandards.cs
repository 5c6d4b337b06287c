using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Training;

/// <summary>
/// What a scale learns of each sequence, from all training subjects and nobody else, before any of them is prepared: they are
/// read once more than for other scales, unless a cache has what was measured.
/// </summary>
internal sealed class IntensityStandards(
    Manifest manifest,
    IReadOnlyList<string> sequences,
    Preparation preparation,
    ILearntScale scale,
    SubjectCache? cache
)
{
    /// <summary>The preparation with the standards.</summary>
    /// <param name="split">The subjects and what they are used for.</param>
    /// <param name="progress">Told the finished part.</param>
    /// <param name="cancellation">Stops between subjects.</param>
    /// <exception cref="BadInputException">A file is unusable, an image has no contrast, or there is nobody to learn from.</exception>
    public Preparation Learn(
        IReadOnlyList<(Subject Subject, Subset Subset)> split,
        IProgress<double>? progress,
        CancellationToken cancellation
    )
    {
        var subjects = split.Where(s => s.Subset == Subset.Training).Select(s => s.Subject).ToList();
        if (subjects.Count == 0)
            throw new BadInputException(
                string.Join(", ", manifest.Datasets.Select(d => d.Name)),
                "has no training subject",
                "check split in the manifest"
            );
        var measured = new IReadOnlyList<IReadOnlyList<double>>[subjects.Count];
        SubjectLoop.Run(subjects.Count, i => measured[i] = Measure(subjects[i]), progress, cancellation);
        return preparation with
        {
            Standards = sequences
                .Select((name, c) => (Name: name, Standard: scale.Learn([.. measured.Select(m => m[c])])))
                .ToDictionary(s => s.Name, s => s.Standard, StringComparer.Ordinal),
        };
    }

    private IReadOnlyList<IReadOnlyList<double>> Measure(Subject subject)
    {
        var dataset = manifest.Datasets.First(d => d.Name == subject.Dataset);
        IReadOnlyList<IReadOnlyList<double>> Make() =>
            PreparedImage.Measure(
                SubjectReader.Read(dataset, subject, sequences, preparation.Registration),
                preparation,
                scale
            );
        return cache?.Measure(dataset, subject, sequences, preparation, Make) ?? Make();
    }
}
