namespace Concord.Simulation.Datasets;

/// <summary>Which labels a set leaves out, as public datasets do that were made for one task.</summary>
public enum HiddenLabels
{
    /// <summary>None: tissue and illness are labelled.</summary>
    None,

    /// <summary>The tissues: 0 means anything that isn't ill.</summary>
    Tissue,

    /// <summary>The illness: lesions count as white matter, and a tumour's voxels may be anything.</summary>
    Lesion,
}
