namespace Concord.Experiments.Benchmark.Analysis;

/// <summary>Whether a training had come to its end: how much its validation loss still fell.</summary>
internal static class LateProgress
{
    private const int Parts = 3;
    private const int Fewest = 2;

    /// <summary>
    /// The mean of the last third of the measurements against that of the third before, less 1: -0.2 where it is a fifth
    /// lower. Null with fewer than six measurements, or where the loss is 0.
    /// </summary>
    /// <param name="curve">The loss by step, ascending.</param>
    public static double? Of(IReadOnlyList<(long Step, double Loss)> curve)
    {
        var size = curve.Count / Parts;
        if (size < Fewest)
            return null;
        var last = curve.Skip(curve.Count - size).Average(c => c.Loss);
        var before = curve.Skip(curve.Count - 2 * size).Take(size).Average(c => c.Loss);
        return before > 0 ? last / before - 1 : null;
    }
}
