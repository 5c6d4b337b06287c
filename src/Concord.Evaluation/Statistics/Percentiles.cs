namespace Concord.Evaluation.Statistics;

/// <summary>Percentiles with linear interpolation between order statistics, as numpy's default.</summary>
public static class Percentiles
{
    /// <summary>A percentile of values in ascending order, which are not empty.</summary>
    /// <param name="sorted">The values.</param>
    /// <param name="part">In [0, 1].</param>
    public static double OfSorted(ReadOnlySpan<double> sorted, double part)
    {
        var place = part * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>A percentile of values in any order; null if there are none.</summary>
    public static double? Of(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : OfSorted(sorted, part);
    }
}
