using Concord.Imaging.Geometry;
using Concord.Learning.Preprocessing;

namespace Concord.Learning.Sampling;

/// <summary>A subject that patches are cut from.</summary>
/// <param name="Dataset">The place of its dataset in the manifest.</param>
/// <param name="Image">What the network sees.</param>
/// <param name="Categories">Global category of each voxel of the working grid.</param>
/// <param name="Index">Where each category is.</param>
public sealed record TrainingSubject(
    int Dataset,
    PreparedImage Image,
    ReadOnlyMemory<byte> Categories,
    CategoryIndex Index
)
{
    /// <summary>Voxels along each axis.</summary>
    public GridSize Size => Image.Size;

    /// <summary>The same subject with the labels that its patches are chosen by; null for its own.</summary>
    public TrainingSubject? Guide { get; init; }
}
