using Concord.Imaging;

namespace Concord.Evaluation.Statistics;

/// <summary>
/// A 95 % interval of a mean by resampling (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13: the
/// percentile interval).
/// </summary>
/// <param name="Mean">The mean of what was given.</param>
/// <param name="Low">The 2.5th percentile of means of resamples.</param>
/// <param name="High">The 97.5th percentile.</param>
public sealed record PairedBootstrap(double Mean, double Low, double High)
{
    private const int Resamples = 10_000;

    /// <summary>The interval of the mean of paired differences.</summary>
    /// <param name="differences">One for each subject.</param>
    /// <param name="seed">What the resamples derive from.</param>
    /// <returns>Null for fewer than two.</returns>
    public static PairedBootstrap? Of(IReadOnlyList<double> differences, ulong seed)
    {
        if (differences.Count < 2)
            return null;
        var random = new Random64(seed, 0x424F4F54);
        var means = new double[Resamples];
        for (var r = 0; r < Resamples; r++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Count; i++)
                sum += differences[random.Next(differences.Count)];
            means[r] = sum / differences.Count;
        }

        Array.Sort(means);
        return new(differences.Average(), Percentiles.OfSorted(means, 0.025), Percentiles.OfSorted(means, 0.975));
    }
}
