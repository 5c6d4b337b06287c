using Concord.Imaging;

namespace Concord.Evaluation.Rules;

/// <summary>The challenges whose way to measure can be asked for, one line each.</summary>
public static class RulesCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ChallengeRules> All { get; } =
    [WmhRules.Make(), MrbrainsRules.Of2013(), MrbrainsRules.Of2018(), BratsRules.Make()];

    /// <summary>The rules of this name.</summary>
    /// <exception cref="BadInputException">There are none.</exception>
    public static ChallengeRules Find(string name, string source = "rules") =>
        All.FirstOrDefault(r => r.Name == name)
        ?? throw new BadInputException(
            source,
            $"unknown '{name}'",
            $"known: {string.Join(", ", All.Select(r => r.Name))}"
        );
}
