using Concord.Labels.Subjects;
using Concord.Learning.Losses;
using Concord.Learning.Networks;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Recipes;

/// <summary>How to train. Every field has a default; <c>recipes/paper.yaml</c> is the paper's own setting.</summary>
public sealed record Recipe
{
    /// <summary>What <see cref="BiasField"/> says where none is corrected.</summary>
    internal const string NoBiasField = "none";

    /// <summary>The strategy's name.</summary>
    public string Strategy { get; init; } = "ace";

    /// <summary>For <c>ace</c>: where the labels of a dataset are taken from.</summary>
    public LabelScope Scope { get; init; } = LabelScope.Dataset;

    /// <summary>The network's shape.</summary>
    public NetworkSettings Network { get; init; } = new();

    /// <summary>Voxels of a patch along x, y and z.</summary>
    public IReadOnlyList<int> Patch { get; init; } = [32, 32, 32];

    /// <summary>Patches in a step.</summary>
    public int Batch { get; init; } = 7;

    /// <summary>Steps in all.</summary>
    public int Steps { get; init; } = 4000;

    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The last part of the steps over which the learning rate falls linearly to 0; 0 keeps it constant.</summary>
    public double Decay { get; init; } = 0.3;

    /// <summary>The working voxel size in mm, or null for the median of the training subjects.</summary>
    public IReadOnlyList<double>? Spacing { get; init; }

    /// <summary>Whether a subject's sequences are registered to the first.</summary>
    public Coregistration Registration { get; init; } = Coregistration.Auto;

    /// <summary>Whether bias fields are corrected: <c>none</c> or <c>n4</c>.</summary>
    public string BiasField { get; init; } = NoBiasField;

    /// <summary>How intensities are normalised: a word of <see cref="IntensityScales"/>.</summary>
    public string Intensities { get; init; } = IntensityScales.All[0].Word;

    /// <summary>Mirror patches left-right with probability one half.</summary>
    public bool Mirror { get; init; } = true;

    /// <summary>Standard deviation of a random gain and offset of each sequence of a patch, in units of its contrast.</summary>
    public double Intensity { get; init; } = 0.1;

    /// <summary>What everything random derives from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary><c>auto</c>, <c>float32</c> or <c>bfloat16</c>.</summary>
    public string Precision { get; init; } = "auto";

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of one operation; 0 for all cores. Results can differ in the last bit between thread counts.</summary>
    public int Threads { get; init; }

    /// <summary>More threads than any machine has cores.</summary>
    public const int MostThreads = 1024;

    /// <summary>Threads that cut patches ahead of the steps, 1 to 64. They change no result.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>
    /// A folder that keeps prepared subjects for other trainings, or null: then they are held in memory, and in a folder of
    /// the run while it trains if they would take more than half of it. It changes no result.
    /// </summary>
    public string? Cache { get; init; }

    /// <summary>Seconds between checkpoints.</summary>
    public double CheckpointSeconds { get; init; } = 120;

    /// <summary>Steps between validations; 0 validates at the end only.</summary>
    public int ValidationSteps { get; init; }

    /// <summary>Steps between measurements of the validation patches' loss alone, which takes moments; 0 for none.</summary>
    public int ValidationLossSteps { get; init; }

    /// <summary>Voxels of a prediction tile along x, y and z, or null to choose it for each scan.</summary>
    public IReadOnlyList<int>? Tile { get; init; }

    /// <summary>The part of a tile that its neighbour covers too, of 64 voxels where tiles are chosen; 0 to 0.9.</summary>
    public double Overlap { get; init; } = 0.125;

    /// <summary>This, with another's fields that change no result.</summary>
    public Recipe WithMeansOf(Recipe other) =>
        this with
        {
            Network = Network with { Recompute = other.Network.Recompute },
            Workers = other.Workers,
            Cache = other.Cache,
            CheckpointSeconds = other.CheckpointSeconds,
        };
}
