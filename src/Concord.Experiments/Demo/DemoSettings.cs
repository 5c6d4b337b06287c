using Concord.Learning.Recipes;

namespace Concord.Experiments.Demo;

/// <summary>The size of the demonstration.</summary>
public sealed record DemoSettings
{
    /// <summary>Subjects of each training set.</summary>
    public int TrainingSubjects { get; init; } = 16;

    /// <summary>Subjects that are never trained on and have both kinds of labels.</summary>
    public int TestSubjects { get; init; } = 4;

    /// <summary>The seed of subjects and trainings.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How both networks are trained.</summary>
    public Recipe Recipe { get; init; } = RecipeReader.Read("demo");

    /// <summary>The strategies that are compared, the last one being the answer.</summary>
    public IReadOnlyList<string> Strategies { get; init; } = ["naive-ce", "ace"];

    /// <summary>A setting for tests: it runs through everything in seconds and shows nothing.</summary>
    public static DemoSettings Quick { get; } =
        new()
        {
            TrainingSubjects = 2,
            TestSubjects = 1,
            Recipe = RecipeReader.Read("demo") with { Steps = 30 },
        };
}
