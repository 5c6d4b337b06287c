namespace Concord.Labels.Importers;

/// <summary>How the files of a dataset are called, and what its label values mean.</summary>
public sealed record DatasetLayout
{
    /// <summary>What the dataset is called in a manifest. Of layouts with the same name the first that fits is taken.</summary>
    public required string Name { get; init; }

    /// <summary>Folders below the one that the user gives, one of which holds the subjects; the first that is there.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [""];

    /// <summary>The sequences, the first of which must be there for every subject.</summary>
    public required IReadOnlyList<ImportedSequence> Sequences { get; init; }

    /// <summary>Patterns of the label files; the first that matches any.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Patterns of brain masks, or <c>nonzero</c> or <c>labels</c>; the first that matches, or no mask.</summary>
    public IReadOnlyList<string> Masks { get; init; } = [];

    /// <summary>Whether what the patterns find by a name is no subject of the dataset.</summary>
    public Func<string, bool> IsNoSubject { get; init; } = _ => false;

    /// <summary>Whether these are the subjects that the dataset's authors keep for a test: nobody should train on them.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether all files of a subject lie in one world, whatever their grids.</summary>
    public bool IsSameWorld { get; init; }

    /// <summary>What each label value means, in the words of a manifest's protocol.</summary>
    public required IReadOnlyList<KeyValuePair<int, string>> Protocol { get; init; }

    /// <summary>A protocol, in order.</summary>
    public static IReadOnlyList<KeyValuePair<int, string>> Meanings(params (int Value, string Meaning)[] meanings) =>
        [.. meanings.Select(m => KeyValuePair.Create(m.Value, m.Meaning))];
}
