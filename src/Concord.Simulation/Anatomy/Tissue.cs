namespace Concord.Simulation.Anatomy;

/// <summary>What a part of a simulated head is made of. The values index memberships and signals.</summary>
public enum Tissue
{
    /// <summary>Air: no signal.</summary>
    Background = 0,

    /// <summary>Cerebrospinal fluid: sulci, cisterns and ventricles.</summary>
    Csf,

    /// <summary>Cortical, cerebellar and deep grey matter.</summary>
    GreyMatter,

    /// <summary>White matter that looks normal, brain stem included.</summary>
    WhiteMatter,

    /// <summary>White matter lesion.</summary>
    Lesion,

    /// <summary>Compact bone: no signal.</summary>
    Skull,

    /// <summary>Everything soft outside the skull: skin, fat and muscle.</summary>
    Scalp,
}
