using System.Diagnostics;
using System.Globalization;
using Concord.Evaluation;
using Concord.Learning.Training;

namespace Concord.Cli.Terminal;

/// <summary>
/// Shows a training: on a terminal one line that is redrawn, with loss, rate and time left; elsewhere a plain line every
/// ten seconds.
/// </summary>
internal sealed class ConsoleObserver : ITrainingObserver
{
    private static readonly bool IsTerminal = !Console.IsErrorRedirected;
    private readonly Stopwatch _shown = Stopwatch.StartNew();
    private double _smooth = double.NaN;
    private bool _isLineOpen;

    public void Note(string message)
    {
        EndLine();
        Console.Error.WriteLine(message);
    }

    public void Stepped(long step, long steps, double loss, double stepsPerSecond)
    {
        _smooth = double.IsNaN(_smooth) || step == 1 ? loss : 0.95 * _smooth + 0.05 * loss;
        var isLast = step == steps;
        if (!isLast && _shown.Elapsed.TotalSeconds < (IsTerminal ? 0.2 : 10))
            return;
        _shown.Restart();
        var left = TimeSpan.FromSeconds((steps - step) / Math.Max(stepsPerSecond, 1e-9));
        var memory = Environment.WorkingSet / 1e9;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"step {step}/{steps}  loss {_smooth:0.0000}  {stepsPerSecond:0.00} steps/s  {left:h\\:mm\\:ss} left  {memory:0.0} GB"
        );
        if (!IsTerminal)
        {
            Console.Error.WriteLine(text);
            return;
        }

        const int Cells = 24;
        var full = (int)(Cells * step / steps);
        Console.Error.Write($"\r[{new string('#', full)}{new string('.', Cells - full)}] {text}\u001b[K");
        _isLineOpen = true;
        if (isLast)
            EndLine();
    }

    public void Validated(long step, IReadOnlyList<ScoreSummary> scores)
    {
        var cells = scores.Select(s =>
            string.Create(CultureInfo.InvariantCulture, $"{s.Structure} {s.Mean:0.000} (n={s.Count})")
        );
        Note($"validation at step {step}: Dice {string.Join(", ", cells)}");
    }

    private void EndLine()
    {
        if (_isLineOpen)
            Console.Error.WriteLine();
        _isLineOpen = false;
    }
}
