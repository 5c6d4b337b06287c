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
    public void Cover(Tissue tissue, Vector<float> distance)
    {
        var share = Shapes.Clamp01(new Vector<float>(0.5f) - distance * _inverseWidth);
        if (Vector.EqualsAll(share, Vector<float>.Zero))
            return;
        var rest = Vector<float>.One - share;
        foreach (ref var other in _shares)
            other *= rest;
        _shares[(int)tissue] += share;
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
}
