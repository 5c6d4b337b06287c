using System.Runtime.Intrinsics.X86;
using Concord.Learning.Runtime;

namespace Concord.Bench;

/// <summary>The table of figures; a row that is measured again takes the place of its old self.</summary>
/// <param name="path">A Markdown file; what stands around the table stays.</param>
internal sealed class PerformanceTable(string path)
{
    private const string Heading = "| row | what | bound | figure | medians | machine, date |";

    /// <summary>Writes a row.</summary>
    public void Put(IRow row, RowResult result)
    {
        var lines = File.Exists(path) ? File.ReadAllLines(path).ToList() : [];
        if (!lines.Contains(Heading))
            lines.AddRange([Heading, "|---|---|---|---|---|---|"]);
        var verdict = result.IsMet ? "" : ", missed";
        var text =
            $"| {row.Name} | {row.What} | {row.Bound} | {result.Figure}{verdict} | {result.Detail} | {Machine()}, "
            + $"{DateTime.Now:yyyy-MM-dd} |";
        // One row for each machine.
        var old = lines.FindIndex(l =>
            l.StartsWith($"| {row.Name} |", StringComparison.Ordinal)
            && l.Contains($"| {Machine()}, ", StringComparison.Ordinal)
        );
        if (old >= 0)
            lines[old] = text;
        else
        {
            // Beside its like on other machines, or else last.
            var beside = lines.FindLastIndex(l => l.StartsWith($"| {row.Name} |", StringComparison.Ordinal));
            var end = lines.FindIndex(lines.IndexOf(Heading), l => !l.StartsWith('|'));
            var last = beside >= 0 ? beside : (end < 0 ? lines.Count : end) - 1;
            lines.Insert(last + 1, text);
        }

        File.WriteAllText(path, string.Join('\n', lines) + "\n");
    }

    private static string Machine()
    {
        var instructions =
            PrecisionChoice.HasAmx ? "AMX-BF16"
            : PrecisionChoice.HasFastBFloat16 ? "AVX512-BF16"
            : Avx512F.IsSupported ? "AVX-512"
            : Avx2.IsSupported ? "AVX2"
            : "no AVX2";
        // What oneDNN was told to leave out.
        var limit = Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA");
        return $"{Environment.ProcessorCount} cores, {instructions}" + (limit is null ? "" : $" kept to {limit}");
    }
}
