using Concord.Imaging.Geometry;
using Concord.Learning.Recipes;
using Concord.Simulation;
using Concord.Simulation.Datasets;
using Concord.Simulation.Tumors;

namespace Concord.Experiments.Benchmark;

/// <summary>A comparison as a user asks for it.</summary>
public sealed record BenchmarkSettings
{
    /// <summary>What is compared.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The methods, in the order of tables.</summary>
    public required IReadOnlyList<BenchmarkMethod> Methods { get; init; }

    /// <summary>Trainings of each method, with seeds 1, 2, …</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>How all of them are trained; strategy, scope and seed are set for each.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Where the simulator's anatomies are from.</summary>
    public string Anatomy { get; init; } = AnatomyLibrary.Procedural;

    /// <summary>Whether the three datasets are from different scanners.</summary>
    public bool HasSiteShift { get; init; }

    /// <summary>The seed of the simulated subjects.</summary>
    public ulong DataSeed { get; init; } = 1;

    /// <summary>Subjects of the three sets; null for the paper's.</summary>
    public (int Tissue, int Lesions, int Test)? Counts { get; init; }

    /// <summary>Lesion-free test subjects, for false positives.</summary>
    public int HealthyTestSubjects { get; init; } = 3;

    /// <summary>
    /// The grid of simulated subjects. Coarser than a scanner's, so that an evening on two cores is enough; the whole head
    /// fits.
    /// </summary>
    public VolumeGeometry Grid { get; init; } = SubjectSettings.Centred(new(96, 112, 96), Spacing.Isotropic(1.75));

    /// <summary>How tumours grow.</summary>
    public TumorSettings Tumor { get; init; } = new();

    /// <summary>The user's own training data instead of simulated ones.</summary>
    public string? Manifest { get; init; }

    /// <summary>The user's own test data; with <see cref="Manifest"/>.</summary>
    public string? Test { get; init; }

    /// <summary>
    /// The same in minutes: few small subjects, two methods, a small network. It shows the order of ACE and naive
    /// cross-entropy and no more.
    /// </summary>
    public static BenchmarkSettings Quick(Scenario scenario) =>
        new()
        {
            Scenario = scenario,
            Methods = MethodCatalog.Find("naive-ce,ace"),
            Seeds = 1,
            Recipe = RecipeReader.Read("quick"),
            Counts = (4, 6, 2),
            HealthyTestSubjects = 1,
            Grid = SubjectSettings.Centred(new(48, 56, 48), Spacing.Isotropic(3.5)),
            Tumor = new()
            {
                MechanicsSpacing = 4,
                CellSpacing = 2,
                BulkVolume = 40,
                EdemaExtent = 12,
            },
        };

    /// <summary>Subjects of a set.</summary>
    public int CountOf(ScenarioSet set) =>
        Counts is not { } own ? set.Count
        : set == Scenario.Tissue ? own.Tissue
        : set == Scenario.Lesions ? own.Lesions
        : own.Test;
}
