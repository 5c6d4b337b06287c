using Concord.Imaging.Geometry;

namespace Concord.Labels.Checks;

/// <summary>Voxel sizes far from those of the dataset, and datasets far from the others.</summary>
internal sealed class SpacingCheck : ISetCheck
{
    // Of a subject against its dataset, and of a dataset against the others.
    private const double Subject = 1.3;
    private const double Dataset = 3;

    /// <inheritdoc/>
    public IEnumerable<Finding> Compare(IReadOnlyList<SubjectSketch> subjects)
    {
        var datasets = subjects.GroupBy(s => s.Subject.Dataset, StringComparer.Ordinal).ToList();
        var medians = datasets.ToDictionary(
            d => d.Key,
            d => Median([.. d.Select(s => s.Spacing)]),
            StringComparer.Ordinal
        );
        foreach (var dataset in datasets)
        {
            var own = medians[dataset.Key];
            foreach (var subject in dataset.Where(s => Ratio(s.Spacing, own) > Subject))
                yield return subject.Find(
                    FindingKind.Spacing,
                    $"voxels of {subject.Spacing}, where the dataset's median is {own}"
                );
            var others = medians.Where(m => m.Key != dataset.Key).Select(m => m.Value).ToList();
            if (others.Count > 0 && others.TrueForAll(o => Ratio(o, own) > Dataset))
                yield return new(
                    FindingKind.Spacing,
                    dataset.Key,
                    null,
                    $"voxels of {own}, far from those of the other datasets ({string.Join(", ", others)})"
                );
        }
    }

    private static double Ratio(Spacing a, Spacing b) =>
        Enumerable.Range(0, 3).Max(axis => Math.Max(a[axis] / b[axis], b[axis] / a[axis]));

    private static Spacing Median(List<Spacing> spacings)
    {
        double Middle(int axis) => spacings.Select(s => s[axis]).Order().ElementAt(spacings.Count / 2);
        return new(Middle(0), Middle(1), Middle(2));
    }
}
