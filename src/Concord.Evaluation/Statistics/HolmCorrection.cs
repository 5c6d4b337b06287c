namespace Concord.Evaluation.Statistics;

/// <summary>
/// The step-down correction for several tests (Holm, Scand J Stat 6:65, 1979): among the adjusted values of a family, one
/// below alpha by chance has a probability of at most alpha.
/// </summary>
public static class HolmCorrection
{
    /// <summary>Adjusts p values.</summary>
    /// <param name="values">A family; null for a test that could not be made, which doesn't count.</param>
    /// <returns>The adjusted values in the same order, in [0, 1].</returns>
    public static IReadOnlyList<double?> Adjust(IReadOnlyList<double?> values)
    {
        var order = Enumerable
            .Range(0, values.Count)
            .Where(i => values[i] is not null)
            .OrderBy(i => values[i])
            .ToList();
        var adjusted = new double?[values.Count];
        var largest = 0.0;
        for (var place = 0; place < order.Count; place++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Count - place) * values[order[place]]!.Value));
            adjusted[order[place]] = largest;
        }

        return adjusted;
    }
}
