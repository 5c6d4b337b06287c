using System.Numerics;

namespace Concord.Simulation.Anatomy;

/// <summary>The memberships of one row of voxels: an array for each tissue, padded like <see cref="PointRow"/>.</summary>
internal sealed class ShareRow
{
    private readonly float[][] _shares = new float[Tissues.Count][];

    public ShareRow(PointRow points)
    {
        for (var i = 0; i < _shares.Length; i++)
            _shares[i] = new float[points.X.Length];
    }

    /// <summary>The memberships of a tissue along the row.</summary>
    public float[] this[Tissue tissue] => _shares[(int)tissue];

    /// <summary>Writes the memberships of one register of voxels.</summary>
    public void Store(Tissue tissue, int i, Vector<float> share) => share.CopyTo(this[tissue], i);
}
