using System.Globalization;
using System.Text.Json;
using Concord.Evaluation;
using Concord.Imaging;
using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace Concord.Learning.Training;

/// <summary>
/// What a run says of its steps: a line each in <c>log.jsonl</c>, scores in <c>metrics.csv</c>, and both for TensorBoard.
/// A resumed run takes the steps after its checkpoint again, so what was said of them goes first; TensorBoard's file is
/// made anew from what stays.
/// </summary>
internal sealed class TrainingLog : IDisposable
{
    private const string EventFiles = "events.out.tfevents.*";
    private const string Loss = "loss";
    private const string LearningRate = "learning_rate";
    private readonly RunFolder _run;
    private readonly StreamWriter _lines;
    private readonly SummaryWriter _board;
    private readonly List<ValidationRow> _rows;

    private TrainingLog(RunFolder run, StreamWriter lines, SummaryWriter board, List<ValidationRow> rows)
    {
        (_run, _lines, _board, _rows) = (run, lines, board, rows);
    }

    /// <summary>What the steps that stay have taken, over all sittings.</summary>
    public double Seconds { get; private init; }

    /// <summary>Opens the log of a run that has taken some steps.</summary>
    public static TrainingLog Open(RunFolder run, long step)
    {
        foreach (var old in Directory.EnumerateFiles(run.Path, EventFiles))
            File.Delete(old);
        var board = tensorboard.SummaryWriter(run.Path, createRunName: false);
        var kept = new List<string>();
        var seconds = 0.0;
        foreach (var line in File.Exists(run.Log) ? File.ReadLines(run.Log) : [])
        {
            if (Parse(line) is not { } entry || entry.Step > step)
                continue;
            kept.Add(line);
            seconds = entry.Seconds;
            Show(board, entry.Step, entry.Loss, entry.Rate);
        }

        AtomicFile.WriteText(run.Log, string.Concat(kept.Select(line => line + "\n")));
        var rows = ValidationRow.Read(run).ToList();
        if (rows.RemoveAll(r => r.Step > step) > 0)
            ValidationRow.Write(run, rows);
        foreach (var measured in rows.GroupBy(r => r.Step))
            Show(board, measured.Key, ValidationRow.Summarize(measured));
        var lines = new StreamWriter(run.Log, append: true) { AutoFlush = true, NewLine = "\n" };
        return new(run, lines, board, rows) { Seconds = seconds };
    }

    /// <summary>Adds a step.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="rate">Its learning rate.</param>
    /// <param name="seconds">Since the training began, without what lay between its sittings.</param>
    public void Add(long step, double loss, double rate, double seconds)
    {
        // JSON has no NaN: the line of a step that failed says null.
        var number = double.IsFinite(loss) ? loss.ToString("R", CultureInfo.InvariantCulture) : "null";
        try
        {
            _lines.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"step":{{step}},"loss":{{number}},"learning_rate":{{rate:R}},"seconds":{{seconds:0.000}}}"""
                )
            );
            Show(_board, step, loss, rate);
        }
        catch (Exception e) when (AtomicFile.Explain(_run.Log, e) is not null)
        {
            throw AtomicFile.Explain(_run.Log, e)!;
        }
    }

    /// <summary>Adds scores of the validation subjects.</summary>
    /// <returns>Their means.</returns>
    public IReadOnlyList<ScoreSummary> Add(long step, IReadOnlyList<ValidationRow> rows)
    {
        _rows.RemoveAll(r => r.Step == step);
        _rows.AddRange(rows);
        ValidationRow.Write(_run, _rows);
        var means = ValidationRow.Summarize(rows);
        Show(_board, step, means);
        return means;
    }

    /// <summary>Whether validation subjects have scores of a step.</summary>
    public bool HasScores(long step) => _rows.Exists(r => r.Step == step && r.Metric != ValidationRow.LossMetric);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _lines.Dispose();
        }
        catch (Exception e) when (AtomicFile.Explain(_run.Log, e) is not null)
        {
            // Said already, when the line was written.
        }
    }

    private static void Show(SummaryWriter board, long step, double loss, double rate)
    {
        board.add_scalar($"training/{Loss}", (float)loss, (int)step);
        board.add_scalar($"training/{LearningRate}", (float)rate, (int)step);
    }

    private static void Show(SummaryWriter board, long step, IEnumerable<ScoreSummary> scores)
    {
        foreach (var score in scores)
            if (score.Mean is { } mean)
                board.add_scalar($"validation_{score.Metric}/{score.Structure}", (float)mean, (int)step);
    }

    // A line that a killed run left unfinished gives null.
    private static (long Step, double Loss, double Rate, double Seconds)? Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return (
                root.GetProperty("step").GetInt64(),
                root.GetProperty(Loss).GetDouble(),
                root.GetProperty(LearningRate).GetDouble(),
                root.GetProperty("seconds").GetDouble()
            );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
