using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Labels.Subjects;

/// <summary>A subject in memory, on the grid of its first image.</summary>
/// <param name="Subject">Whose data.</param>
/// <param name="Sequences">The sequences that were asked for.</param>
/// <param name="Images">One volume for each of them, in that order.</param>
/// <param name="Candidates">What each voxel may be, if there are labels.</param>
/// <param name="Mask">1 in the brain and 0 elsewhere, if the dataset says where the brain is.</param>
/// <param name="Warnings">What the reader noticed, each beginning with the file.</param>
public sealed record SubjectData(
    Subject Subject,
    IReadOnlyList<string> Sequences,
    IReadOnlyList<Volume<float>> Images,
    CandidateMap? Candidates,
    Volume<byte>? Mask,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>The grid that everything lies on.</summary>
    public VolumeGeometry Geometry => Images[0].Geometry;
}
