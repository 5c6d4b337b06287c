namespace Concord.Evaluation.Statistics;

/// <summary>The mean of a sample and how far its values lie about it.</summary>
/// <param name="Mean">Null without a value.</param>
/// <param name="Deviation">The sample standard deviation; null for fewer than two values.</param>
public readonly record struct SampleMean(double? Mean, double? Deviation)
{
    /// <summary>Of some values.</summary>
    public static SampleMean Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return default;
        var mean = values.Average();
        return values.Count == 1
            ? new(mean, null)
            : new(mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)));
    }
}
