using System.Diagnostics;
using System.Globalization;
using Concord.Evaluation;
using Concord.Learning.Training;

namespace Concord.Cli.Terminal;

/// <summary>Shows how long work goes: loss and rate of a training, the part that is done, time left and memory.</summary>
internal sealed class ConsoleObserver : ITrainingObserver
{
    private readonly ProgressLine _line = new(Console.Error, !Console.IsErrorRedirected);
    private readonly Stopwatch _clock = new();
    private readonly TimeLeft _left = new();
    private double _smooth = double.NaN;

    public void Note(string message) => _line.Note(message);

    /// <summary>Prints a line of output, in place of the progress that a terminal shows.</summary>
    public void Print(string line)
    {
        _line.Wipe();
        Console.WriteLine(line);
    }

    public void Progressed(string what, double part)
    {
        if (!_clock.IsRunning)
            _clock.Restart();
        var left = _left.Estimate(_clock.Elapsed, part);
        if (part >= 1)
        {
            _clock.Reset();
            _left.Reset();
            _line.Wipe();
        }
        else if (_line.IsDue)
            _line.Show(part, $"{what}: {100 * part:0} %  {Status(left)}");
    }

    public void Stepped(long step, long steps, double loss, double stepsPerSecond)
    {
        _smooth = double.IsNaN(_smooth) || step == 1 ? loss : 0.95 * _smooth + 0.05 * loss;
        var isLast = step == steps;
        if (!isLast && !_line.IsDue)
            return;
        var left = TimeSpan.FromSeconds((steps - step) / Math.Max(stepsPerSecond, 1e-9));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"step {step}/{steps}  loss {_smooth:0.0000}  {stepsPerSecond:0.00} steps/s  {Status(left)}"
        );
        _line.Show((double)step / steps, text);
        if (isLast)
            _line.End();
    }

    public void Validated(long step, IReadOnlyList<ScoreSummary> scores)
    {
        var cells = scores
            .Where(s => s.Metric == "dice")
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Structure} {s.Mean:0.000} (n={s.Count})"));
        var loss = scores.FirstOrDefault(s => s.Metric == "loss")?.Mean;
        Note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"validation at step {step}: loss {loss:0.0000}, Dice {string.Join(", ", cells)}"
            )
        );
    }

    // Hours may exceed a day.
    private static string Status(TimeSpan? left) =>
        (left is { } time ? $"{(int)time.TotalHours}:{time:mm\\:ss} left  " : "")
        + $"{Environment.WorkingSet / 1e9:0.0} GB";
}
