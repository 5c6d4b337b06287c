using Concord.Imaging;

namespace Concord.Evaluation.Statistics;

/// <summary>
/// A 95 % interval of a mean by resampling (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13: the
/// percentile interval). Subjects and trainings are both samples: each is resampled by itself (Owen, Ann Appl Stat 1:386,
/// 2007), so that an interval speaks of other subjects and of other trainings. With one training it speaks of subjects only.
/// </summary>
/// <param name="Mean">The mean of what was given.</param>
/// <param name="Low">The 2.5th percentile of means of resamples.</param>
/// <param name="High">The 97.5th percentile.</param>
public sealed record PairedBootstrap(double Mean, double Low, double High)
{
    private const int Resamples = 10_000;
    private const int MostDraws = 100 * Resamples;

    /// <summary>The interval of the mean of paired differences.</summary>
    /// <param name="differences">
    /// For each subject one for each training, in the same order; null where there is none. A subject counts with the mean
    /// of those that it has.
    /// </param>
    /// <param name="seed">What the resamples derive from.</param>
    /// <returns>
    /// Null for fewer than two subjects, or if draws of trainings hardly ever hold one of every subject's.
    /// </returns>
    /// <exception cref="ArgumentException">Subjects differ in length, or one has no difference at all.</exception>
    public static PairedBootstrap? Of(IReadOnlyList<IReadOnlyList<double?>> differences, ulong seed)
    {
        if (differences.Any(d => d.Count != differences[0].Count || d.All(v => v is null)))
            throw new ArgumentException("A subject has another number of trainings, or none.", nameof(differences));
        if (differences.Count < 2)
            return null;
        var random = new Random64(seed, 0x424F4F54);
        var (subjects, trainings) = (differences.Count, differences[0].Count);
        var values = differences.SelectMany(d => d).Select(v => v ?? double.NaN).ToArray();
        var means = new double[Resamples];
        var times = new int[trainings];
        var own = new double[subjects];
        var draws = 0;
        for (var r = 0; r < Resamples; r++)
        {
            do
            {
                if (draws++ == MostDraws)
                    return null;
                Array.Clear(times);
                for (var t = 0; t < trainings; t++)
                    times[random.Next(trainings)]++;
            } while (!TryMeans(values, times, own));

            var sum = 0.0;
            for (var i = 0; i < subjects; i++)
                sum += own[random.Next(subjects)];
            means[r] = sum / subjects;
        }

        Array.Sort(means);
        TryMeans(values, [.. Enumerable.Repeat(1, trainings)], own);
        return new(own.Average(), Percentiles.OfSorted(means, 0.025), Percentiles.OfSorted(means, 0.975));
    }

    // The mean of each subject, each training counting as often as it was drawn; false if one has none of them.
    private static bool TryMeans(double[] values, int[] times, double[] means)
    {
        for (var i = 0; i < means.Length; i++)
        {
            var (sum, count) = (0.0, 0);
            for (var t = 0; t < times.Length; t++)
            {
                var value = values[i * times.Length + t];
                if (!double.IsNaN(value))
                    (sum, count) = (sum + times[t] * value, count + times[t]);
            }

            if (count == 0)
                return false;
            means[i] = sum / count;
        }

        return true;
    }
}
