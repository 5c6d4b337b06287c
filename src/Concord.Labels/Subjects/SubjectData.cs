using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Labels.Subjects;

/// <summary>A subject in memory, in the world of its first image.</summary>
/// <param name="Subject">Whose data.</param>
/// <param name="Sequences">The sequences that were asked for.</param>
/// <param name="Images">One volume for each of them, in that order.</param>
/// <param name="Candidates">What each voxel may be, if there are labels.</param>
/// <param name="Mask">1 in the brain and 0 elsewhere, if the dataset says where the brain is.</param>
/// <param name="Remarks">What the reader noticed.</param>
public sealed record SubjectData(
    Subject Subject,
    IReadOnlyList<string> Sequences,
    IReadOnlyList<Volume<float>> Images,
    CandidateMap? Candidates,
    Volume<byte>? Mask,
    IReadOnlyList<SubjectRemark> Remarks
)
{
    /// <summary>The subject's grid, where it isn't the first image's.</summary>
    public VolumeGeometry? Grid { get; init; }

    /// <summary>
    /// The grid that candidates and mask lie on, and that results belong on: the first image's. Other images may lie on grids
    /// of their own in the same world.
    /// </summary>
    public VolumeGeometry Geometry => Grid ?? Images[0].Geometry;

    /// <summary>The images of some of its sequences, in another order; its grid stays.</summary>
    /// <exception cref="ArgumentException">One isn't there.</exception>
    public SubjectData Take(IReadOnlyList<string> sequences)
    {
        var places = sequences.Select(s => Sequences.ToList().IndexOf(s)).ToList();
        if (places.Contains(-1))
            throw new ArgumentException("A sequence wasn't read.", nameof(sequences));
        return this with { Grid = Geometry, Sequences = sequences, Images = [.. places.Select(p => Images[p])] };
    }

    /// <summary>The remarks as lines, each beginning with the file.</summary>
    public IReadOnlyList<string> Warnings => [.. Remarks.Select(r => r.ToString())];
}
