using System.Globalization;
using System.Text.Json;
using Concord.Imaging;

namespace Concord.Experiments.Benchmark;

/// <summary>What a job took.</summary>
/// <param name="TrainingMinutes">The time of all steps of all its networks.</param>
/// <param name="Parameters">The numbers that were learnt.</param>
/// <param name="Networks">How many networks a scan goes through.</param>
/// <param name="Cores">Of the machine that ended it.</param>
/// <param name="Precision">Of the arithmetic.</param>
/// <param name="Device">Where the arithmetic was done: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
public sealed record JobRecord(
    double TrainingMinutes,
    long Parameters,
    int Networks,
    int Cores,
    string Precision,
    string Device = "cpu"
)
{
    /// <summary>What did the arithmetic, for a table.</summary>
    public string Hardware() =>
        Device != "cpu" ? Device
        : Cores == 1 ? "1 core"
        : $"{Cores} cores";

    /// <summary>
    /// The mean minutes of trainings, for a table: of each kind of machine by itself, as one mean of minutes on several says
    /// nothing.
    /// </summary>
    public static string Minutes(IEnumerable<JobRecord> trainings) =>
        string.Join(
            "; ",
            trainings
                .GroupBy(t => $"{t.Hardware()}, {t.Precision}", t => t.TrainingMinutes, StringComparer.Ordinal)
                .Select(on => string.Create(CultureInfo.InvariantCulture, $"{on.Average():0.0} ({on.Key})"))
        );

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It is damaged.</exception>
    public static JobRecord Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<JobRecord>(File.ReadAllText(path), JsonStyle.Indented)
                ?? throw new JsonException("empty");
        }
        catch (JsonException e)
        {
            throw new BadInputException(path, "is damaged", "remove it: the job is tested again", e);
        }
    }

    /// <summary>Writes a file.</summary>
    public void Write(string path) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(this, JsonStyle.Indented) + "\n");
}
