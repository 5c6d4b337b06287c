using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Mechanics;
using Concord.Simulation.Tumors.Mechanics.Internal;

namespace Concord.Simulation.Tumors;

/// <summary>
/// Extends a displacement into the skull so far that what the bulk gains is what healthy tissue loses. The true wall cuts
/// through cells, each in its own way; how much is right on the whole, the volumes say.
/// </summary>
internal sealed class WallBalance
{
    // The loss is close to linear in the share, from none of the displacement to a little over all of it.
    private const float Least = 0.2f;
    private const float Most = 1.2f;

    // ml, well below what is tested of any volume.
    private const double Noticed = 0.01;

    private static readonly IReadOnlyList<Tissue> Inside = [.. Tissues.Brain, Tissue.Connective];

    private readonly AnatomySource _subject;
    private readonly Volume<float> _seed;
    private readonly Volume<byte> _materials;
    private readonly int _threads;
    private readonly double _before;

    /// <param name="subject">The healthy subject.</param>
    /// <param name="seed">The bulk in it before it grew.</param>
    /// <param name="materials">What the mechanics took the head for, on the seed's grid.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public WallBalance(AnatomySource subject, Volume<float> seed, Volume<byte> materials, int threads)
    {
        (_subject, _seed, _materials, _threads) = (subject, seed, materials, threads);
        _before = Healthy(null);
    }

    /// <summary>The displacement of a growth, extended.</summary>
    public VectorField Extend(MassEffectResult growth)
    {
        if (growth.Steps == 0)
            return growth.Backward;
        // Healthy tissue had the seed's place and the growth's.
        var wanted = _before - growth.Millilitres;
        var (few, many) = (Kept(0.5f), Kept(1));
        // Far from any wall the share makes no difference, and nothing says which is right.
        var slope = Math.Abs(many - few) < Noticed ? 0 : (wanted - few) / (many - few);
        return WallExtension.Extend(growth.Backward, _materials, (float)Math.Clamp(0.5 + 0.5 * slope, Least, Most));

        double Kept(float s) => Healthy(WallExtension.Extend(growth.Backward, _materials, s));
    }

    /// <summary>The millilitres of healthy tissue inside the skull that the bulk has not taken.</summary>
    private double Healthy(VectorField? backward)
    {
        var grid = _materials.Geometry;
        var map = backward is null ? null : new DisplacementMap(backward);
        // Points do: two volumes are compared at the same ones.
        var inside = _subject.Sample(grid, Inside, map, SliceProfile.Point, _threads).Sum(Inside).Voxels;
        var bulk = backward is null ? null : BackwardMap.Pull(_seed, backward, _threads).Voxels;
        var sum = 0.0;
        for (var i = 0; i < inside.Length; i++)
            sum += inside[i] * (1 - (bulk?[i] ?? 0));
        return sum * grid.VoxelVolume / 1000;
    }
}
