using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// What a head is made of, voxel by voxel: for each <see cref="Tissue"/> a membership in [0, 1], the share of the voxel
/// that it fills. The memberships of a voxel sum to one within 1e-3, as in BrainWeb's fuzzy models (Collins et al.
/// 1998).
/// </summary>
public sealed class HeadAnatomy
{
    private readonly Volume<float>?[] _memberships;
    private readonly Lazy<Volume<float>> _nothing;
    private readonly Lazy<Volume<float>> _ventricleDistance;

    /// <summary>Makes an anatomy whose memberships are all 0, to be filled by a source.</summary>
    internal HeadAnatomy(VolumeGeometry geometry, IEnumerable<Tissue> tissues)
        : this(geometry, new Volume<float>?[Tissues.Count])
    {
        foreach (var tissue in tissues)
            _memberships[(int)tissue] = new(geometry);
    }

    private HeadAnatomy(VolumeGeometry geometry, Volume<float>?[] memberships)
    {
        Geometry = geometry;
        _memberships = memberships;
        _nothing = new(() => new(geometry));
        _ventricleDistance = new(FindVentricleDistance);
    }

    /// <summary>Where the voxels lie.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>The tissues that may have a membership above 0.</summary>
    public IEnumerable<Tissue> Present => Enum.GetValues<Tissue>().Where(Has);

    /// <summary>The membership of a tissue, in [0, 1]; zeros, not to be written, for one that isn't present.</summary>
    public Volume<float> this[Tissue tissue] => _memberships[(int)tissue] ?? _nothing.Value;

    /// <summary>Whether a tissue may have a membership above 0.</summary>
    public bool Has(Tissue tissue) => _memberships[(int)tissue] is not null;

    /// <summary>
    /// The signed distance from the lateral ventricles in mm, negative inside; infinite if there are none.
    /// </summary>
    public Volume<float> VentricleDistance => _ventricleDistance.Value;

    /// <summary>The summed membership of some tissues, in [0, 1].</summary>
    /// <param name="tissues">Which.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public Volume<float> Sum(IReadOnlyList<Tissue> tissues, int threads = -1)
    {
        var sum = new Volume<float>(Geometry);
        var parts = tissues.Where(Has).Select(tissue => this[tissue]).ToList();
        Rows.ForEachPlane(
            Geometry.Size.Z,
            threads,
            z =>
            {
                foreach (var part in parts)
                    TensorPrimitives.Add(sum.Plane(z), part.Plane(z), sum.Plane(z));
            }
        );
        return sum;
    }

    /// <summary>The volume of some tissues in ml: the sum of their memberships times the volume of a voxel.</summary>
    public double Millilitres(params IReadOnlyList<Tissue> tissues)
    {
        var sum = 0.0;
        foreach (var tissue in tissues.Where(Has))
        {
            for (var z = 0; z < Geometry.Size.Z; z++)
                sum += TensorPrimitives.Sum<float>(this[tissue].Plane(z));
        }

        return sum * Geometry.VoxelVolume / 1000;
    }

    /// <summary>The same head with other memberships of some tissues; the arrays of the others are shared.</summary>
    internal HeadAnatomy With(params ReadOnlySpan<(Tissue Tissue, Volume<float> Membership)> changes)
    {
        var memberships = (Volume<float>?[])_memberships.Clone();
        foreach (var (tissue, membership) in changes)
            memberships[(int)tissue] = membership;
        return new(Geometry, memberships);
    }

    private Volume<float> FindVentricleDistance()
    {
        var share = Sum([Tissue.Ventricle, Tissue.Choroid]);
        return DistanceTransform.Signed(share.With(Array.ConvertAll(share.Voxels, m => m >= 0.5f ? (byte)1 : (byte)0)));
    }
}
