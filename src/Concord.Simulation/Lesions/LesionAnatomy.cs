using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Lesions;

/// <summary>
/// An anatomy with lesions that were placed on a finer grid than the image's: what share of the white matter is lesion,
/// interpolated linearly.
/// </summary>
internal sealed class LesionAnatomy : AnatomySource
{
    private readonly AnatomySource _healthy;
    private readonly FieldSampler _share;

    /// <param name="healthy">The subject's anatomy, in its own space.</param>
    /// <param name="before">What was sampled of it, on a grid; it may have lesions of its own.</param>
    /// <param name="ill">The same with lesions.</param>
    public LesionAnatomy(AnatomySource healthy, HeadAnatomy before, HeadAnatomy ill)
    {
        _healthy = healthy;
        var (white, lesion) = (ill[Tissue.WhiteMatter].Voxels, ill[Tissue.Lesion].Voxels);
        var own = healthy.Present.Contains(Tissue.Lesion) ? before[Tissue.Lesion].Voxels : null;
        var share = new Volume<float>(ill.Geometry);
        for (var i = 0; i < white.Length; i++)
        {
            // Its own come with the anatomy itself.
            var painted = lesion[i] - (own?[i] ?? 0);
            share.Voxels[i] = painted > 0 ? painted / (white[i] + painted) : 0;
        }

        _share = new(share);
    }

    public override string Name => _healthy.Name;

    public override Point3 Centre => _healthy.Centre;

    public override Midline Midline => _healthy.Midline;

    internal override double Detail => _healthy.Detail;

    internal override IReadOnlyList<Tissue> Present => [.. _healthy.Present.Union([Tissue.Lesion])];

    internal override void Fill(PointRow points, ShareRow shares)
    {
        var part = new float[points.Count];
        _share.Fill(points, part);
        _healthy.Fill(points, shares);
        var (white, lesion) = (shares[Tissue.WhiteMatter], shares[Tissue.Lesion]);
        // A source without lesions of its own leaves what the last row left.
        if (!_healthy.Present.Contains(Tissue.Lesion))
            Array.Clear(lesion);
        for (var i = 0; i < part.Length; i++)
        {
            lesion[i] += part[i] * white[i];
            white[i] -= part[i] * white[i];
        }
    }

    internal override void Aside(PointRow points, Span<float> distances) => _healthy.Aside(points, distances);
}
