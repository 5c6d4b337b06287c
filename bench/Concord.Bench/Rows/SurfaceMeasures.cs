using System.Diagnostics;
using System.Globalization;
using Concord.Evaluation;
using Concord.Evaluation.Metrics;
using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Bench.Rows;

/// <summary>HD95, average surface distance and F1 of lesions of whole-head masks: of a usual pair, and of one far apart.</summary>
internal sealed class SurfaceMeasures : IRow
{
    private static readonly string[] Metrics = ["hd95", "assd", "lesion_f1"];

    public string Name => "measures";

    public string What =>
        "HD95, ASSD and F1 of lesions, 182×218×182, against SciPy on all cores; and where nothing overlaps";

    public string Bound => "≥ 10 ×";

    public RowResult Measure()
    {
        using var python = Contender.Python();
        var (usual, apart) = (Measure(python, isApart: false), Measure(python, isApart: true));
        return new(
            $"{usual.Figure}; {apart.Figure}",
            $"{usual.Detail}; {apart.Detail} ({python.About.Split(';')[1].Trim()})",
            usual.Ratio >= 10 && apart.Ratio >= 10
        );
    }

    private static Duel Measure(Contender python, bool isApart)
    {
        var (reference, prediction) = BrainLike.Masks(isApart);
        var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
        var stem = Path.Combine(folder, "mask");
        Save($"{stem}-a.npy", reference);
        Save($"{stem}-b.npy", prediction);
        var space = new LabelSpace([LabelSpace.Background, "lesion"]);
        var sets = new Dictionary<int, CandidateSet> { [0] = CandidateSet.Of(0), [1] = CandidateSet.Of(1) };
        var labels = new Volume<int>(BrainLike.Grid, Array.ConvertAll(reference, v => v ? 1 : 0));
        var map = CandidateMap.Translate(labels, new Protocol(space, sets), "reference");
        var guess = Array.ConvertAll(prediction, v => v ? (byte)1 : (byte)0);
        IReadOnlyList<Score> own = [];
        IReadOnlyList<string> theirs = [];
        var duel = Duel.Run(
            () =>
            {
                var clock = Stopwatch.StartNew();
                own = SegmentationScores.Of("bench", map, guess, [.. Metrics.Select(m => MetricCatalog.Find(m))]);
                return clock.Elapsed.TotalSeconds;
            },
            () =>
            {
                (var seconds, theirs) = python.Do("measures", stem, "1", "1", "1");
                return seconds;
            },
            rounds: 5
        );
        Directory.Delete(folder, recursive: true);
        var differences = own.Zip(
            theirs,
            (o, t) => Math.Abs(o.Value!.Value - double.Parse(t, CultureInfo.InvariantCulture))
        );
        if (differences.Max() > 1e-4)
            throw new InvalidOperationException($"{string.Join(", ", own)} and {string.Join(", ", theirs)} differ.");
        return duel;
    }

    // NumPy's own format, version 1, first index slowest.
    private static void Save(string path, bool[] mask)
    {
        var size = BrainLike.Grid.Size;
        var header = $"{{'descr': '|b1', 'fortran_order': True, 'shape': ({size.X}, {size.Y}, {size.Z}), }}";
        header = header.PadRight((header.Length + 10 + 64) / 64 * 64 - 11) + "\n";
        using var file = File.Create(path);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(System.Text.Encoding.ASCII.GetBytes(header));
        file.Write(Array.ConvertAll(mask, v => v ? (byte)1 : (byte)0));
    }
}
