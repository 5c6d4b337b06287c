using System.Text.Json;

namespace Concord.Experiments.Reports;

/// <summary>The loss over the steps of a training.</summary>
/// <param name="Name">What it is called in a legend.</param>
/// <param name="Steps">Ascending.</param>
/// <param name="Losses">One a step.</param>
public sealed record LossCurve(string Name, IReadOnlyList<double> Steps, IReadOnlyList<double> Losses)
{
    /// <summary>
    /// Reads a run's log.jsonl, without a step whose loss was not finite (null); without any step where it was lost.
    /// </summary>
    public static LossCurve Read(string name, string path)
    {
        var (steps, losses) = (new List<double>(), new List<double>());
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("loss") is not { ValueKind: JsonValueKind.Number } loss)
                continue;
            steps.Add(json.RootElement.GetProperty("step").GetDouble());
            losses.Add(loss.GetDouble());
        }

        return new(name, steps, losses);
    }

    /// <summary>The curve as the means of at most so many groups of neighbouring steps.</summary>
    public LossCurve Thin(int groups)
    {
        var size = Math.Max(1, (Steps.Count + groups - 1) / groups);
        return new(
            Name,
            [.. Steps.Chunk(size).Select(c => c.Average())],
            [.. Losses.Chunk(size).Select(c => c.Average())]
        );
    }
}
