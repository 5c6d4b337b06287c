namespace Concord.Learning.Strategies;

/// <summary>How many networks a strategy trains.</summary>
public enum NetworkDivision
{
    /// <summary>One for all datasets, of the sequences that they share.</summary>
    One,

    /// <summary>One for each dataset, of all of its own sequences: the paper's Multi-UNet (section 2.1).</summary>
    OnePerDataset,

    /// <summary>One for each dataset, of the sequences that all datasets share: what one network can be compared with.</summary>
    OnePerDatasetOfSharedSequences,
}
