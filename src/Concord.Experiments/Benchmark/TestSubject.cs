using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Experiments.Benchmark;

/// <summary>A subject that methods are tested on.</summary>
/// <param name="Name">What results are called.</param>
/// <param name="Dataset">Where it is from.</param>
/// <param name="Subject">Its files.</param>
internal sealed record TestSubject(string Name, DatasetDefinition Dataset, Subject Subject)
{
    /// <summary>Every subject of a manifest.</summary>
    /// <param name="manifest">The test data.</param>
    /// <param name="areQualified">Whether names begin with the dataset's, whatever they are.</param>
    public static IReadOnlyList<TestSubject> Of(Manifest manifest, bool areQualified = false)
    {
        var all = manifest
            .Datasets.SelectMany(d => SubjectMatcher.Find(d).Select(s => (Dataset: d, Subject: s)))
            .ToList();
        var names = areQualified
            ? all.ConvertAll(s => SubjectNames.Qualified(s.Subject))
            : SubjectNames.Of([.. all.Select(s => s.Subject)]);
        return [.. all.Select((s, i) => new TestSubject(names[i], s.Dataset, s.Subject))];
    }

    /// <summary>What its predictions are called: with its dataset, as test and lesion-free subjects have the same numbers.</summary>
    public string FileName => SubjectNames.Qualified(Subject);

    /// <summary>Its images of some sequences, and its labels, on the grid of its dataset's first sequence.</summary>
    public SubjectData Read(IReadOnlyList<string> sequences, Coregistration registration = Coregistration.Auto)
    {
        var first = Dataset.Sequences[0].Key;
        return SubjectReader
            .Read(Dataset, Subject, [first, .. sequences.Where(s => s != first)], registration)
            .Take(sequences);
    }

    /// <summary>
    /// What each voxel may be: the same for every method, whatever sequences it sees, also where a mask comes from an image.
    /// </summary>
    public CandidateMap Reference() => Read([Dataset.Sequences[0].Key]).Candidates!;
}
