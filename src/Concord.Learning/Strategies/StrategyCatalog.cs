using Concord.Imaging;
using Concord.Learning.Losses;

namespace Concord.Learning.Strategies;

/// <summary>Every strategy, one line each.</summary>
public static class StrategyCatalog
{
    /// <summary>In the order in which tables show them.</summary>
    public static IReadOnlyList<Strategy> All { get; } =
    [
        new("ace", "adaptive cross-entropy over candidate sets", (_, scope) => new AdaptiveCrossEntropy(scope)),
        new(
            "naive-ce",
            "cross-entropy, 0 taken for background",
            (p, _) => new CrossEntropy(Strategy.LiteralClasses(p))
        ),
        new("naive-dice", "soft Dice, 0 taken for background", (p, _) => new SoftDice(Strategy.LiteralClasses(p))),
    ];

    /// <summary>The strategy of this name.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static Strategy Find(string name, string source = "strategy") =>
        All.FirstOrDefault(s => s.Name == name)
        ?? throw new BadInputException(
            source,
            $"unknown strategy '{name}'",
            $"known: {string.Join(", ", All.Select(s => s.Name))}"
        );
}
