using System.Numerics;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// The memberships of some voxels while a head is painted: each layer covers a share of what lies there already, so
/// that they always sum to one.
/// </summary>
internal readonly ref struct Layers
{
    private readonly Span<Vector<float>> _shares;
    private readonly Vector<float> _inverseWidth;

    /// <param name="shares">Room for all tissues of an anatomy; it is air at first.</param>
    /// <param name="edge">How wide the edge of a layer is, in mm.</param>
    public Layers(Span<Vector<float>> shares, float edge)
    {
        _shares = shares;
        _inverseWidth = new(1 / edge);
        shares.Clear();
        shares[(int)Tissue.Background] = Vector<float>.One;
    }

    public Vector<float> this[Tissue tissue] => _shares[(int)tissue];

    /// <summary>
    /// Covers what lies inside a surface: all of it from half a voxel inside, none from half a voxel outside.
    /// </summary>
    /// <param name="tissue">What the inside is made of.</param>
    /// <param name="distance">The signed distance from the surface in mm, negative inside.</param>
    public void Cover(Tissue tissue, Vector<float> distance) => Lay(tissue, Inside(distance));

    /// <summary>
    /// Covers a flat sheet, which may be thinner than the edge is wide: in the middle of it lies what a voxel holds of
    /// it and no more, so that a thin one never is most of a large voxel.
    /// </summary>
    /// <param name="tissue">What the sheet is made of.</param>
    /// <param name="off">The distance from its middle in mm, negative on one side.</param>
    /// <param name="thickness">Its thickness in mm.</param>
    /// <param name="end">The signed distance from where it ends, negative inside.</param>
    public void CoverSheet(Tissue tissue, Vector<float> off, float thickness, Vector<float> end)
    {
        var half = new Vector<float>(thickness / 2);
        Lay(tissue, (Inside(off - half) - Inside(off + half)) * Inside(end));
    }

    /// <summary>Turns a share of one tissue into another, where they are.</summary>
    /// <param name="from">The tissue that gives.</param>
    /// <param name="to">The tissue that takes.</param>
    /// <param name="part">How much of it, in [0, 1].</param>
    public void Turn(Tissue from, Tissue to, Vector<float> part)
    {
        var moved = _shares[(int)from] * part;
        _shares[(int)from] -= moved;
        _shares[(int)to] += moved;
    }

    private Vector<float> Inside(Vector<float> distance) =>
        Shapes.Clamp01(new Vector<float>(0.5f) - distance * _inverseWidth);

    private void Lay(Tissue tissue, Vector<float> share)
    {
        if (Vector.EqualsAll(share, Vector<float>.Zero))
            return;
        var rest = Vector<float>.One - share;
        foreach (ref var other in _shares)
            other *= rest;
        _shares[(int)tissue] += share;
    }
}
