using System.Runtime.Intrinsics.X86;

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
        var old = lines.FindIndex(l => l.StartsWith($"| {row.Name} |", StringComparison.Ordinal));
        if (old >= 0)
            lines[old] = text;
        else
        {
            var last = lines.IndexOf(Heading) + 2;
            while (last < lines.Count && lines[last].StartsWith('|'))
                last++;
            lines.Insert(last, text);
        }

        File.WriteAllText(path, string.Join('\n', lines) + "\n");
    }

    private static string Machine()
    {
        var instructions =
            X86Base.IsSupported && (X86Base.CpuId(7, 1).Eax & 1 << 5) != 0 ? "AVX512-BF16"
            : Avx512F.IsSupported ? "AVX-512"
            : Avx2.IsSupported ? "AVX2"
            : "no AVX2";
        return $"{Environment.ProcessorCount} cores, {instructions}";
    }
}
