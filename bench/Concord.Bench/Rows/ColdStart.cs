using System.Globalization;

namespace Concord.Bench.Rows;

/// <summary>How long a user waits for help, and that nothing heavy is loaded for it.</summary>
internal sealed class ColdStart : IRow
{
    private const double Limit = 0.3;

    public string Name => "cold-start";

    public string What => "`concord --help`, whole process";

    public string Bound => "≤ 0.3 s, libtorch not loaded";

    public RowResult Measure()
    {
        var runs = Enumerable.Range(0, 10).Select(_ => ConcordProcess.Run(["--help"])).Skip(1).ToList();
        var seconds = runs.ConvertAll(r => r.Seconds);
        var median = Duel.Median(seconds);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{median:0.00} s"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{seconds.Min():0.00} to {seconds.Max():0.00} s, {runs.Max(r => r.PeakMegabytes):0} MB"
            ),
            median <= Limit && runs.TrueForAll(r => !r.HasLibtorch)
        );
    }
}
