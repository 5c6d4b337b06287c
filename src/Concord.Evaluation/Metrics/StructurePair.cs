using System.Numerics.Tensors;
using Concord.Evaluation.Lesions;
using Concord.Evaluation.Surfaces;
using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Metrics;

/// <summary>
/// One structure of a reference and of a prediction, as masks: what every metric is computed from. Voxels of which the
/// reference doesn't say whether they are of the structure are in neither, as the challenges' scripts have it.
/// </summary>
public sealed class StructurePair
{
    private readonly Lazy<SurfaceDistances?> _surfaces;
    private readonly Lazy<LesionDetection> _lesions;

    private StructurePair(Volume<byte> reference, Volume<byte> prediction, long predicted, BoundaryRule boundary)
    {
        (Reference, Prediction, Predicted) = (reference, prediction, predicted);
        _surfaces = new(() => SurfaceDistances.Of(reference, prediction, boundary));
        _lesions = new(() => LesionDetection.Of(reference, prediction));
        Overlap = Count(reference.Voxels, prediction.Voxels);
    }

    /// <summary>1 where the structure is, 0 elsewhere.</summary>
    public Volume<byte> Reference { get; }

    /// <summary>1 where it was predicted and the reference says what is there.</summary>
    public Volume<byte> Prediction { get; }

    /// <summary>Voxels where it was predicted, whatever the reference says.</summary>
    public long Predicted { get; }

    /// <summary>Voxels of both and of each.</summary>
    public Overlap Overlap { get; }

    /// <summary>The distances of the boundaries; null if either is empty.</summary>
    public SurfaceDistances? Surfaces => _surfaces.Value;

    /// <summary>What was found of the structure's components.</summary>
    public LesionDetection Lesions => _lesions.Value;

    /// <summary>The volume of so many voxels in ml.</summary>
    public double Millilitres(long voxels) => voxels * Reference.Geometry.VoxelVolume / 1000;

    /// <summary>Takes a structure out of a reference and a prediction.</summary>
    /// <param name="reference">What each voxel may be.</param>
    /// <param name="prediction">The predicted class of each voxel, an index into the label space.</param>
    /// <param name="structure">The class, or the classes that it consists of.</param>
    /// <param name="boundary">What the boundary is.</param>
    public static StructurePair Of(
        CandidateMap reference,
        ReadOnlySpan<byte> prediction,
        CandidateSet structure,
        BoundaryRule boundary
    )
    {
        var categories = reference.Categories;
        if (categories.Voxels.Length != prediction.Length)
            throw new ArgumentException("Reference and prediction differ in size.", nameof(prediction));
        // By category: whether it is certainly of the structure, and whether it certainly is or isn't.
        var sets = reference.Protocol.Sets;
        Span<byte> isOf = stackalloc byte[256],
            isDecided = stackalloc byte[256],
            isPredicted = stackalloc byte[256];
        for (var s = 0; s < sets.Count; s++)
        {
            isOf[s] = sets[s].Except(structure).Count == 0 ? (byte)1 : (byte)0;
            isDecided[s] = isOf[s] == 1 || sets[s].Intersect(structure).Count == 0 ? (byte)1 : (byte)0;
        }

        foreach (var c in structure.Classes)
            isPredicted[c] = 1;
        var truth = GC.AllocateUninitializedArray<byte>(prediction.Length);
        var guess = GC.AllocateUninitializedArray<byte>(prediction.Length);
        ByteTable.Map(prediction, isPredicted, guess);
        var all = guess.AsSpan().Count((byte)1);
        // Where it is decided, for a while.
        ByteTable.Map(categories.Voxels, isDecided, truth);
        TensorPrimitives.BitwiseAnd<byte>(guess, truth, guess);
        ByteTable.Map(categories.Voxels, isOf, truth);
        return new(categories.With(truth), categories.With(guess), all, boundary);
    }

    private static Overlap Count(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> prediction)
    {
        var both = 0L;
        // Ones, a block at a time, so that what they have in common stays in the cache.
        Span<byte> common = stackalloc byte[1 << 12];
        for (var i = 0; i < reference.Length; i += common.Length)
        {
            var part = common[..Math.Min(common.Length, reference.Length - i)];
            TensorPrimitives.BitwiseAnd(reference.Slice(i, part.Length), prediction.Slice(i, part.Length), part);
            both += part.Count((byte)1);
        }

        return new(both, reference.Count((byte)1), prediction.Count((byte)1));
    }
}
