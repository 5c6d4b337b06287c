namespace Concord.Simulation.Datasets;

/// <summary>A set of simulated subjects.</summary>
public sealed record DatasetSettings
{
    /// <summary>What each subject has and is scanned with.</summary>
    public required SubjectSettings Subject { get; init; }

    /// <summary>How many subjects, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>The seed of the set.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the anatomies are, as the user named them: it goes into the records.</summary>
    public required string Anatomy { get; init; }

    /// <summary>Whether the anatomies were read with unknown codes as air: it goes into the records.</summary>
    public bool IgnoresUnknownCodes { get; init; }

    /// <summary>Whether the anatomies were read with their own lesions: it goes into the records.</summary>
    public bool KeepsAnatomyLesions { get; init; }

    /// <summary>Which labels are left out.</summary>
    public HiddenLabels Hidden { get; init; }

    /// <summary>Whether the whole truth is written, too, where labels are hidden: <c>truth.nii.gz</c>.</summary>
    public bool WritesTruth { get; init; }

    /// <summary>Whether membership volumes are written, too.</summary>
    public bool WritesMemberships { get; init; }

    /// <summary>Whether FreeSurfer's codes are written, too, where the anatomy knows them.</summary>
    public bool WritesStructures { get; init; }

    /// <summary>Whether the fields that each stage of a tumour's growth leaves are written, too.</summary>
    public bool WritesStages { get; init; }

    /// <summary>
    /// The folder of an earlier set: what the stages of its subjects of the same names left is taken over, and what is
    /// missing is made again. Null for none.
    /// </summary>
    public string? StagesFrom { get; init; }
}
