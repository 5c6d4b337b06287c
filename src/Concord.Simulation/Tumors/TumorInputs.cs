using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Tensors;

namespace Concord.Simulation.Tumors;

/// <summary>What a user gives for the tumour of an anatomy, in that anatomy's space.</summary>
public sealed record TumorInputs
{
    // White matter is where the tensors have to be sound.
    private const float Pure = 0.9f;

    /// <summary>The file of <see cref="Mask"/>.</summary>
    public string? MaskFile { get; init; }

    /// <summary>1 where the tumour begins, 0 elsewhere; null to place seeds.</summary>
    public Volume<float>? Mask { get; init; }

    /// <summary>The file of <see cref="Tensors"/>.</summary>
    public string? TensorFile { get; init; }

    /// <summary>Measured diffusion tensors; null to make them from the white matter.</summary>
    public TensorField? Tensors { get; init; }

    /// <summary>What stages left earlier, in the subject's own space; null to run them all.</summary>
    public TumorStages? Stages { get; init; }

    /// <summary>Refuses tensors that aren't positive definite in the white matter of the anatomy.</summary>
    /// <exception cref="BadInputException">They aren't, or there is none in its white matter.</exception>
    internal void Check(AnatomySource source)
    {
        if (Tensors is not { } t)
            return;
        var white = source.Sample(t.Geometry, Tissues.White, null, SliceProfile.Point, -1)[Tissue.WhiteMatter];
        var (where, measured) = (new Volume<byte>(t.Geometry), 0L);
        for (var i = 0; i < white.Voxels.Length; i++)
        {
            // A tensor of zeros is one that wasn't measured.
            var isMeasured = t.XX.Voxels[i] != 0 || t.YY.Voxels[i] != 0 || t.ZZ.Voxels[i] != 0;
            where.Voxels[i] = isMeasured && white.Voxels[i] >= Pure ? (byte)1 : (byte)0;
            measured += where.Voxels[i];
        }

        if (measured == 0)
            throw new BadInputException(
                TensorFile!,
                $"has no tensor in the white matter of {source.Name}",
                "give tensors in the space of the anatomy"
            );
        if (DiffusionTensorCheck.NotPositiveDefinite(t, where) is { } faults)
            throw new BadInputException(
                TensorFile!,
                $"{faults.Count} tensors in white matter aren't positive definite, the first at voxel {faults.X}, {faults.Y}, {faults.Z}",
                "fit the tensors with a constraint, or leave them out"
            );
    }
}
