using System.Text.Json;

namespace Concord.Experiments;

/// <summary>How JSON files of experiments look.</summary>
internal static class JsonStyle
{
    /// <summary>Indented, names in snake case, lines that end in a line feed.</summary>
    public static JsonSerializerOptions Indented { get; } =
        new()
        {
            WriteIndented = true,
            NewLine = "\n",
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        };
}
