using System.Numerics;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// A head made from a seed by formulas: signed distances to the surfaces of its parts, laid over one another from the
/// outside in, each with an edge a voxel wide as partial volume. It needs no template, so that no two seeds are alike
/// and nothing must be downloaded; it is a stage set, not an atlas.
/// </summary>
/// <remarks>
/// The brain is about 135 x 165 x 125 mm, centred in world space (RAS+ mm) with its midline on x = 0; head and scalp
/// reach to about 80, 95 and 75 mm from the origin to the side, front and back, and top, and on below.
/// </remarks>
public sealed class ProceduralHead : AnatomySource
{
    private static readonly Tissue[] All = [.. Enum.GetValues<Tissue>().Take(Tissues.Anatomical)];

    private readonly HeadShape _shape;
    private readonly float _edge;

    /// <summary>Makes a head.</summary>
    /// <param name="seed">What makes it differ from others.</param>
    /// <param name="edge">The width of its boundaries in mm: the size of the voxels that it will be sampled with.</param>
    public ProceduralHead(ulong seed, double edge = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(edge);
        (_shape, _edge) = (new(seed), (float)edge);
    }

    /// <inheritdoc/>
    public override string Name => "procedural";

    /// <inheritdoc/>
    public override Point3 Centre => default;

    /// <inheritdoc/>
    public override Midline Midline => new(default, new(1, 0, 0));

    internal override double Detail => _edge;

    internal override IReadOnlyList<Tissue> Present => All;

    internal override void Fill(PointRow points, ShareRow shares)
    {
        Span<Vector<float>> memberships = stackalloc Vector<float>[Tissues.Anatomical];
        for (var i = 0; i < points.X.Length; i += Vector<float>.Count)
        {
            _shape.Fill(points[i], new(memberships, _edge));
            foreach (var tissue in All)
                shares.Store(tissue, i, memberships[(int)tissue]);
        }
    }
}
