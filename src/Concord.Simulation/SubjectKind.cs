namespace Concord.Simulation;

/// <summary>What a simulated subject has.</summary>
public enum SubjectKind
{
    /// <summary>Nothing but a healthy brain.</summary>
    Brain,

    /// <summary>White matter lesions.</summary>
    Lesions,

    /// <summary>A tumour with its oedema.</summary>
    Tumor,
}
