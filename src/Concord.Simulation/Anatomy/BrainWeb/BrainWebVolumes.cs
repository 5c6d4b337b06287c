using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>An anatomical model in memory: either one class a voxel, or the share of each class.</summary>
public sealed class BrainWebVolumes
{
    internal BrainWebVolumes(BrainWebTable table, Volume<byte> crisp, IReadOnlyList<string> warnings)
    {
        (Table, Crisp, Warnings, Geometry) = (table, crisp, warnings, crisp.Geometry);
    }

    internal BrainWebVolumes(
        BrainWebTable table,
        IReadOnlyDictionary<BrainWebClass, Volume<float>> fuzzy,
        IReadOnlyList<string> warnings
    )
    {
        (Table, Fuzzy, Warnings, Geometry) = (table, fuzzy, warnings, fuzzy.Values.First().Geometry);
    }

    /// <summary>The family of the model: which classes it may hold.</summary>
    public BrainWebTable Table { get; }

    /// <summary>Where the voxels lie.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>What was noticed while reading.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The class of each voxel, as the number of its <see cref="BrainWebClass"/>; null if the model is fuzzy.</summary>
    public Volume<byte>? Crisp { get; }

    /// <summary>
    /// The memberships in [0, 1] of the classes that have a file, and of the background; null if the model is crisp. Those
    /// of a voxel sum to one within 1e-5.
    /// </summary>
    public IReadOnlyDictionary<BrainWebClass, Volume<float>>? Fuzzy { get; }
}
