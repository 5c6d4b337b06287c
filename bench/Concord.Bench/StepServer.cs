using System.Diagnostics;
using System.Globalization;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Learning.Losses;
using Concord.Learning.Networks;
using Concord.Learning.Preprocessing;
using Concord.Learning.Recipes;
using Concord.Learning.Runtime;
using Concord.Learning.Sampling;
using Concord.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Bench;

/// <summary>Takes training steps of a recipe's network when it is told to: for timing in turns with another process.</summary>
internal sealed class StepServer : IDisposable
{
    /// <summary>The program's first argument that asks for this.</summary>
    public const string Word = "--steps";

    private readonly PatchSampler _sampler;
    private readonly Learner _learner;
    private readonly Precision _precision;
    private long _step;

    private StepServer(Recipe recipe)
    {
        _precision = PrecisionChoice.Resolve(recipe.Precision, "cpu");
        var space = new LabelSpace(["background", "csf", "gm", "wm", "wmh"]);
        CandidateSet Set(params int[] classes) =>
            classes.Aggregate(default(CandidateSet), (all, c) => all.Union(CandidateSet.Of(c)));
        var tissue = new Protocol(
            space,
            new Dictionary<int, CandidateSet>
            {
                [0] = Set(0),
                [1] = Set(1),
                [2] = Set(2),
                [3] = Set(3, 4),
            }
        );
        var lesions = new Protocol(space, new Dictionary<int, CandidateSet> { [0] = Set(0, 1, 2, 3), [1] = Set(4) });
        var table = new CategoryTable([tissue, lesions]);
        _sampler = new(
            table,
            ["tissue", "lesions"],
            [Subject(0, table), Subject(1, table)],
            new(recipe.Patch, recipe.Batch, recipe.Mirror, recipe.Intensity, recipe.Seed)
        );
        var network = NetworkCatalog.Make(2, [space.Count], recipe.Network, _precision, recipe.Seed);
        _learner = new(network, new AdaptiveCrossEntropy(), table, CPU);
    }

    /// <summary>Answers lines until there are no more.</summary>
    /// <param name="precision">As a recipe has it.</param>
    /// <param name="side">Voxels of a patch along each axis.</param>
    /// <param name="recompute">See <see cref="NetworkSettings.Recompute"/>.</param>
    public static void Serve(string precision, int side, bool recompute)
    {
        Libtorch.Initialize(sparesMemory: recompute);
        var network = new NetworkSettings { Recompute = recompute };
        using var server = new StepServer(
            new()
            {
                Network = network,
                Precision = precision,
                Patch = [side, side, side],
            }
        );
        Console.WriteLine($"libtorch {__version__}");
        while (Console.ReadLine() is { } line)
        {
            var words = line.Split('\t');
            var seconds =
                words[0] == "steps"
                    ? server.Take(int.Parse(words[1], CultureInfo.InvariantCulture))
                    : server.Multiply();
            Console.WriteLine(seconds.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _learner.Dispose();

    private double Take(int steps)
    {
        var clock = Stopwatch.StartNew();
        using var patches = new PatchQueue(_sampler, _step + 1, _step + steps, workers: 1);
        for (var i = 0; i < steps; i++)
            _learner.Step(patches.Next(), ++_step, rate: 1e-4);
        return clock.Elapsed.TotalSeconds / steps;
    }

    /// <summary>
    /// The convolution that libtorch is best at: <see cref="ConvolutionCeiling.Channels"/> to as many, forwards and
    /// backwards. Seconds.
    /// </summary>
    private double Multiply()
    {
        const int Rounds = 5;
        using var scope = NewDisposeScope();
        var type = _precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var (c, side) = (ConvolutionCeiling.Channels, ConvolutionCeiling.Side);
        var input = randn([ConvolutionCeiling.Batch, side, side, side, c], dtype: type)
            .permute(0, 4, 1, 2, 3)
            .requires_grad_(true);
        var weight = randn([c, c, 3, 3, 3], dtype: type).requires_grad_(true);
        var output = nn.functional.conv3d(input, weight, padding: [1, 1, 1]);
        var gradient = ones_like(output);
        var best = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            using var round = NewDisposeScope();
            var clock = Stopwatch.StartNew();
            nn.functional.conv3d(input, weight, padding: [1, 1, 1]).backward([gradient]);
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        return best;
    }

    private static TrainingSubject Subject(int dataset, CategoryTable table)
    {
        var size = new GridSize(96, 96, 96);
        var grid = new WorkingGrid(
            new(size, Affine.FromSpacing(Spacing.Isotropic(1))),
            Spacing.Isotropic(1),
            mask: null
        );
        var (first, second, categories) = (new Half[size.Voxels], new Half[size.Voxels], new byte[size.Voxels]);
        var random = new Random64(1, (ulong)dataset);
        var count = table.Protocols[dataset].Sets.Count;
        for (var i = 0; i < categories.Length; i++)
        {
            var kind = (i % size.X / 8 + i / size.X % size.Y / 8 + i / (size.X * size.Y) / 8) % count;
            categories[i] = (byte)(table.Offset(dataset) + kind);
            first[i] = (Half)(kind + 0.3 * random.NextNormal());
            second[i] = (Half)(0.5 * kind + 0.3 * random.NextNormal());
        }

        var image = new PreparedImage($"subject-{dataset}", grid, [first, second]);
        return new(dataset, image, categories, new(categories, size, table.Sets.Count));
    }
}
