namespace Concord.Labels.Subjects;

/// <summary>What a subject is used for.</summary>
public enum Subset
{
    /// <summary>The network learns from it.</summary>
    Training,

    /// <summary>Measured during training, never learnt from.</summary>
    Validation,

    /// <summary>Never seen before the end.</summary>
    Test,
}
