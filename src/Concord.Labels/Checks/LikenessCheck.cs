using System.Numerics.Tensors;

namespace Concord.Labels.Checks;

/// <summary>
/// Sequences that look like another one of the other subjects, by the correlation of their details with the mean of those;
/// and sequences that look like nothing.
/// </summary>
internal sealed class LikenessCheck : ISetCheck
{
    private const double Margin = 0.05;

    // A mean of fewer says little.
    private const int Fewest = 2;

    /// <inheritdoc/>
    public IEnumerable<Finding> Compare(IReadOnlyList<SubjectSketch> subjects)
    {
        var sums = new Dictionary<string, (float[] Sum, int Count)>(StringComparer.Ordinal);
        foreach (var (name, details) in subjects.SelectMany(s => s.Details))
        {
            var (sum, count) = sums.GetValueOrDefault(name, (new float[details.Length], 0));
            TensorPrimitives.Add(sum, details, sum);
            sums[name] = (sum, count + 1);
        }

        foreach (var subject in subjects)
        foreach (var (name, details) in subject.Details)
        {
            if (Likeness(subject, name, details, sums) is not { } own)
                continue;
            var (other, most) = sums
                .Keys.Where(k => k != name)
                .Select(k => (k, Likeness(subject, k, details, sums) ?? -1))
                .DefaultIfEmpty(("", -1.0))
                .MaxBy(l => l.Item2);
            var path = subject.Subject.Images[name];
            if (own < 0)
                yield return subject.Find(
                    FindingKind.Contrast,
                    FormattableString.Invariant(
                        $"{path}: looks unlike {name} of other subjects (correlation {own:0.00})"
                    ),
                    name
                );
            else if (most > own + Margin)
                yield return subject.Find(
                    FindingKind.Swapped,
                    FormattableString.Invariant(
                        $"{path}: looks like {other} of other subjects (correlation {most:0.00}), not like {name} ({own:0.00})"
                    ),
                    name
                );
        }
    }

    // With the mean of the other subjects; null if they are too few.
    private static double? Likeness(
        SubjectSketch subject,
        string name,
        float[] details,
        Dictionary<string, (float[] Sum, int Count)> sums
    )
    {
        var (sum, count) = sums[name];
        var mean = (float[])sum.Clone();
        if (subject.Details.TryGetValue(name, out var own))
        {
            TensorPrimitives.Subtract(mean, own, mean);
            count--;
        }

        if (count < Fewest)
            return null;
        SketchFrame.Normalize(mean);
        return TensorPrimitives.Dot<float>(details, mean);
    }
}
