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

/// <summary>How time grows with the size of each task: <see cref="Slope"/>.</summary>
internal sealed class Growth : IRow
{
    private const double Limit = 1.05;
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
        Slope[] slopes =
        [
            Step(),
            Slope.Measure("prediction, 0.3 to 9.6 million voxels", [.. Sides.Select(Prediction)], rounds: 7),
            Slope.Measure("simulation, 1.8 to 14 million voxels", [.. Heads.Select(Simulation)], rounds: 3),
            Slope.Measure("benchmark, 4 to 28 subjects a set", [.. Subjects.Select(Benchmark)], rounds: 1),
        ];
        return new(
            string.Join("; ", slopes.Select(s => s.Figure)),
            string.Join("; ", slopes.Select(s => s.Detail)),
            slopes.All(s => s.OfAll <= Limit && s.OfLast <= Limit)
        );
    }

    private static Slope Step()
    {
        var contenders = Steps.Select(side => Contender.Steps("auto", isStock: false, side)).ToList();
        try
        {
            contenders.ForEach(c => c.Do("steps", "3"));
            var tasks = contenders.Select(
                (c, i) => (Math.Pow(Steps[i], 3), (Func<double>)(() => c.Do("steps", "3").Seconds))
            );
            return Slope.Measure("step, 16³ to 48³", [.. tasks], rounds: 7);
        }
        finally
        {
            contenders.ForEach(c => c.Dispose());
        }
    }

    private static (double Size, Func<double> Do) Prediction(int side)
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
            Preparation = new() { Spacing = [1, 1, 1], IsMasked = false },
            Network = recipe.Network,
            Strategy = recipe.Strategy,
            Precision = recipe.Precision,
            Tile = recipe.Tile,
            Overlap = recipe.Overlap,
        };
        var precision = PrecisionChoice.Resolve("auto", "cpu");
        var network = NetworkCatalog.Make(2, [5], model.Network, precision, seed: 1);
        var window = new SlidingWindow(network, model, torch.CPU, precision);
        Run();
        return (size.Voxels, Run);

        double Run()
        {
            var clock = Stopwatch.StartNew();
            window.Run(image, (_, _) => { }, skipsAir: false);
            return clock.Elapsed.TotalSeconds;
        }
    }

    private static (double Size, Func<double> Do) Simulation(int side)
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

    private static (double Size, Func<double> Do) Benchmark(int subjects) =>
        InFolder(
            subjects,
            folder =>
                ["benchmark", "tissue-wmh", "--quick", "--subjects", $"{subjects},{subjects},{subjects}", "-o", folder]
        );

    private static (double Size, Func<double> Do) InFolder(double size, Func<string, IReadOnlyList<string>> command) =>
        (
            size,
            () =>
            {
                var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
                var seconds = ConcordProcess.Run(command(Path.Combine(folder, "out"))).Seconds;
                Directory.Delete(folder, recursive: true);
                return seconds;
            }
        );
}
