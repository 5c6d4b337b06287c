namespace Concord.Labels.Importers;

/// <summary>A public dataset whose layout and labels Concord knows.</summary>
public sealed record KnownDataset
{
    /// <summary>The word that names it on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>What to cite.</summary>
    public required string Citation { get; init; }

    /// <summary>On which terms it is given.</summary>
    public required string Licence { get; init; }

    /// <summary>Where to obtain it.</summary>
    public required string Origin { get; init; }

    /// <summary>The classes that its labels tell apart, background first.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>
    /// The pattern of its label maps, where it has no scans: they are simulated first, and the layouts are those of the
    /// simulated set. Null for a dataset that has scans.
    /// </summary>
    public string? LabelMaps { get; init; }

    /// <summary>Its layouts, by the folder that a user gives: more than one where it has several parts or releases.</summary>
    public required Func<string, IReadOnlyList<DatasetLayout>> Layouts { get; init; }
}
