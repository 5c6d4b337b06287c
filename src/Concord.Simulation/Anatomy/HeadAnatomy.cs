using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// What a head is made of, voxel by voxel: for each <see cref="Tissue"/> a membership in [0, 1], the share of the voxel
/// that it fills. The memberships of a voxel sum to one within 1e-3, as in BrainWeb's fuzzy models (Collins et al.
/// 1998).
/// </summary>
public sealed class HeadAnatomy
{
    private static readonly int Tissues = Enum.GetValues<Tissue>().Length;

    private readonly Volume<float>[] _memberships;

    /// <summary>Makes an anatomy whose memberships are all 0, to be filled by a model of the head.</summary>
    internal HeadAnatomy(VolumeGeometry geometry)
    {
        _memberships = [.. Enumerable.Range(0, Tissues).Select(_ => new Volume<float>(geometry))];
        VentricleDistance = new(geometry);
    }

    private HeadAnatomy(Volume<float>[] memberships, Volume<float> ventricleDistance)
    {
        _memberships = memberships;
        VentricleDistance = ventricleDistance;
    }

    /// <summary>Where the voxels lie.</summary>
    public VolumeGeometry Geometry => VentricleDistance.Geometry;

    /// <summary>The membership of a tissue, in [0, 1].</summary>
    public Volume<float> this[Tissue tissue] => _memberships[(int)tissue];

    /// <summary>The distance from the lateral ventricles in mm, negative inside; at most <see cref="Far"/>.</summary>
    public Volume<float> VentricleDistance { get; }

    /// <summary>
    /// The largest value of <see cref="VentricleDistance"/>, in mm, given to all that lies outside the brain.
    /// </summary>
    public const float Far = 100;

    /// <summary>The volume of a tissue in ml: the sum of its memberships times the volume of a voxel.</summary>
    public double Millilitres(Tissue tissue)
    {
        var sum = 0.0;
        for (var z = 0; z < Geometry.Size.Z; z++)
            sum += TensorPrimitives.Sum<float>(this[tissue].Plane(z));
        return sum * Geometry.VoxelVolume / 1000;
    }

    /// <summary>The same head with other memberships of some tissues; the arrays of the others are shared.</summary>
    internal HeadAnatomy With(params ReadOnlySpan<(Tissue Tissue, Volume<float> Membership)> changes)
    {
        var memberships = _memberships.ToArray();
        foreach (var (tissue, membership) in changes)
            memberships[(int)tissue] = membership;
        return new(memberships, VentricleDistance);
    }
}
