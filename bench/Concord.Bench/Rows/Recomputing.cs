using System.Globalization;

namespace Concord.Bench.Rows;

/// <summary>What it costs and saves to compute blocks again on the way back.</summary>
internal sealed class Recomputing : IRow
{
    private const int Side = 64;
    private const string Steps = "2";

    public string Name => "recompute";

    public string What => "a training step of 7 × 64³ with `recompute: true`, against without";

    public string Bound => "none";

    public RowResult Measure()
    {
        using var own = Contender.Steps("auto", isStock: false, Side, recompute: true);
        using var plain = Contender.Steps("auto", isStock: false, Side);
        var duel = Duel.Run(() => own.Do("steps", Steps).Seconds, () => plain.Do("steps", Steps).Seconds, rounds: 5);
        var (less, more) = (own.PeakMegabytes / 1000, plain.PeakMegabytes / 1000);
        return new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{1 / duel.Ratio:0.00} × the time, {less / more:0.00} × the memory"
            ),
            string.Create(CultureInfo.InvariantCulture, $"{duel.Detail}; {less:0.0} GB against {more:0.0} GB"),
            IsMet: true
        );
    }
}
