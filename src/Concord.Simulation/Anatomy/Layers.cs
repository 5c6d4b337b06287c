using System.Numerics;
using System.Runtime.CompilerServices;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// The memberships of some voxels while a head is painted: each layer covers a share of what lies there already, so
/// that they always sum to one.
/// </summary>
internal ref struct Layers
{
    private readonly Vector<float> _inverseWidth;
    private Vector<float> _air = Vector<float>.One,
        _csf,
        _grey,
        _white,
        _skull,
        _scalp;

    /// <param name="edge">How wide the edge of a layer is, in mm.</param>
    public Layers(float edge)
    {
        _inverseWidth = new(1 / edge);
        (_csf, _grey, _white, _skull, _scalp) = (default, default, default, default, default);
    }

    public readonly Vector<float> this[Tissue tissue] =>
        tissue switch
        {
            Tissue.Background => _air,
            Tissue.Csf => _csf,
            Tissue.GreyMatter => _grey,
            Tissue.WhiteMatter => _white,
            Tissue.Skull => _skull,
            Tissue.Scalp => _scalp,
            _ => Vector<float>.Zero,
        };

    /// <summary>
    /// Covers what lies inside a surface: all of it from half a voxel inside, none from half a voxel outside.
    /// </summary>
    /// <param name="tissue">What the inside is made of.</param>
    /// <param name="distance">The signed distance from the surface in mm, negative inside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Cover(Tissue tissue, Vector<float> distance)
    {
        var share = Shapes.Clamp01(new Vector<float>(0.5f) - distance * _inverseWidth);
        var rest = Vector<float>.One - share;
        _air *= rest;
        _csf *= rest;
        _grey *= rest;
        _white *= rest;
        _skull *= rest;
        _scalp *= rest;
        switch (tissue)
        {
            case Tissue.Csf:
                _csf += share;
                break;
            case Tissue.GreyMatter:
                _grey += share;
                break;
            case Tissue.WhiteMatter:
                _white += share;
                break;
            case Tissue.Skull:
                _skull += share;
                break;
            case Tissue.Scalp:
                _scalp += share;
                break;
            default:
                _air += share;
                break;
        }
    }
}
