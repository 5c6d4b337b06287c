using Concord.Experiments.Benchmark;
using Concord.Imaging.Geometry;
using Concord.Learning.Recipes;
using Concord.Simulation;

namespace Concord.Experiments.Tests.Benchmark;

/// <summary>A comparison that goes through everything in seconds and shows nothing.</summary>
internal static class TinyBenchmark
{
    public static BenchmarkSettings Of(string methods) =>
        new()
        {
            Scenario = ScenarioCatalog.Find("tissue-wmh"),
            Methods = MethodCatalog.Find(methods),
            Seeds = 2,
            Recipe = new()
            {
                Network = new() { Width = 2, Levels = 2 },
                Patch = [8, 8, 8],
                Tile = [32, 32, 32],
                Batch = 2,
                Steps = 6,
                Precision = "float32",
                ValidationLossSteps = 3,
                Threads = 1,
            },
            Counts = (2, 2, 2),
            HealthyTestSubjects = 1,
            Grid = SubjectSettings.Centred(new(36, 42, 36), Spacing.Isotropic(5)),
        };
}
