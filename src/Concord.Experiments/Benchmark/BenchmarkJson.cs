using System.Text.Json;

namespace Concord.Experiments.Benchmark;

/// <summary>How the JSON files of a comparison look.</summary>
internal static class BenchmarkJson
{
    /// <summary>Indented, names in snake case, lines that end in a line feed.</summary>
    public static JsonSerializerOptions Style { get; } =
        new()
        {
            WriteIndented = true,
            NewLine = "\n",
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        };
}
