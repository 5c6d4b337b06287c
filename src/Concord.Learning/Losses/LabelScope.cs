namespace Concord.Learning.Losses;

/// <summary>Where the adaptive cross-entropy takes "the labels of this dataset" from.</summary>
public enum LabelScope
{
    /// <summary>From the dataset's protocol: what the paper's prose and Figure 2 mean, and the default.</summary>
    Dataset,

    /// <summary>From the labels present in the current patch: what the paper's equation 4 says, read literally.</summary>
    Patch,
}
