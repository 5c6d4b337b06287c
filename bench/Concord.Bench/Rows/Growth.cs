using System.Diagnostics;
using System.Globalization;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Learning.Inference;
using Concord.Learning.Networks;
using Concord.Learning.Preprocessing;
using Concord.Learning.Recipes;
using Concord.Learning.Runtime;
using TorchSharp;

namespace Concord.Bench.Rows;

/// <summary>
/// How time grows with the size of the task: the slope of the logarithms by least squares, and from the last size but one to
/// the last, where what every size pays flattens it least.
/// </summary>
internal sealed class Growth : IRow
{
    private const double Limit = 1.05;
    private const int Repeats = 3;

    private static readonly int[] Steps = [16, 24, 32, 48];
    private static readonly int[] Sides = [64, 96, 144, 200];
    private static readonly int[] Heads = [115, 145, 181, 228];
    private static readonly int[] Subjects = [4, 8, 16, 28];

    public string Name => "growth";

    public string What =>
        "slopes in log-log, of all sizes and of the last two: a step against voxels of a patch, prediction against voxels, "
        + "simulation against voxels, `benchmark` against subjects";

    public string Bound => "each ≤ 1.05";

    public RowResult Measure()
    {
        (string What, IReadOnlyList<(double Size, double Seconds)> Points)[] tasks =
        [
            ("step, 16³ to 48³", [.. Steps.Select(Step)]),
            ("prediction, 0.3 to 9.6 million voxels", [.. Sides.Select(Prediction)]),
            ("simulation, 1.8 to 14 million voxels", [.. Heads.Select(Simulation)]),
            ("benchmark, 4 to 28 subjects a set", [.. Subjects.Select(Benchmark)]),
        ];
        return new(
            string.Join(", ", tasks.Select(t => $"{Text(Slope(t.Points))} and {Text(Slope(t.Points.TakeLast(2)))}")),
            string.Join("; ", tasks.Select(t => $"{t.What} ({Seconds(t.Points[0])} to {Seconds(t.Points[^1])})")),
            tasks.All(t => Slope(t.Points) <= Limit && Slope(t.Points.TakeLast(2)) <= Limit)
        );

        static string Text(double slope) => slope.ToString("0.00", CultureInfo.InvariantCulture);

        static string Seconds((double Size, double Seconds) point) =>
            point.Seconds.ToString(point.Seconds < 1 ? "0.00 s" : "0.0 s", CultureInfo.InvariantCulture);
    }

    private static (double Size, double Seconds) Step(int side)
    {
        using var steps = Contender.Steps("auto", isStock: false, side);
        steps.Do("steps", "3");
        return (Math.Pow(side, 3), Enumerable.Range(0, Repeats).Min(_ => steps.Do("steps", "3").Seconds));
    }

    private static (double Size, double Seconds) Prediction(int side)
    {
        Libtorch.Initialize();
        var size = new GridSize(side, side * 6 / 5, side);
        var geometry = new VolumeGeometry(size, Affine.FromSpacing(Spacing.Isotropic(1)));
        var voxels = new Half[size.Voxels];
        var random = new Random64(1);
        for (var i = 0; i < voxels.Length; i++)
            voxels[i] = (Half)random.NextNormal();
        var image = new PreparedImage("scan", new(geometry, geometry.Spacing, mask: null), [voxels, voxels]);
        var recipe = new Recipe();
        var model = new ModelDescription
        {
            Classes = ["background", "csf", "gm", "wm", "wmh"],
            Sequences = ["T1", "FLAIR"],
            Spacing = [1, 1, 1],
            IsMasked = false,
            Network = recipe.Network,
            Strategy = recipe.Strategy,
            Precision = recipe.Precision,
            Tile = recipe.Tile,
            Overlap = recipe.Overlap,
        };
        var precision = PrecisionChoice.Resolve("auto", "cpu");
        using var network = NetworkCatalog.Make(2, [5], model.Network, precision, seed: 1);
        var window = new SlidingWindow(network, model, torch.CPU, precision);
        var best = double.MaxValue;
        for (var i = 0; i < Repeats; i++)
        {
            var clock = Stopwatch.StartNew();
            window.Run(image, (_, _) => { }, skipsAir: false);
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        return (size.Voxels, best);
    }

    private static (double Size, double Seconds) Simulation(int side)
    {
        var (height, spacing) = (side * 6 / 5, 181.0 / side);
        var grid = string.Create(CultureInfo.InvariantCulture, $"{side}x{height}x{side}");
        return InFolder(
            Math.Pow(side, 2) * height,
            folder =>
                [
                    "simulate",
                    "lesions",
                    "-n",
                    "1",
                    "--lesion-volume",
                    "15",
                    "--size",
                    grid,
                    "--spacing",
                    spacing.ToString(CultureInfo.InvariantCulture),
                    "-o",
                    folder,
                ]
        );
    }

    private static (double Size, double Seconds) Benchmark(int subjects) =>
        InFolder(
            subjects,
            folder =>
                ["benchmark", "tissue-wmh", "--quick", "--subjects", $"{subjects},{subjects},{subjects}", "-o", folder]
        );

    private static (double Size, double Seconds) InFolder(double size, Func<string, IReadOnlyList<string>> command)
    {
        var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
        var seconds = ConcordProcess.Run(command(Path.Combine(folder, "out"))).Seconds;
        Directory.Delete(folder, recursive: true);
        return (size, seconds);
    }

    private static double Slope(IEnumerable<(double Size, double Seconds)> measured)
    {
        var points = measured.Select(p => (X: Math.Log(p.Size), Y: Math.Log(p.Seconds))).ToList();
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
