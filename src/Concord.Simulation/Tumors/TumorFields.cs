using Concord.Imaging;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Tumors;

/// <summary>What the stages of a tumour's growth leave, each on its own grid in the subject's space.</summary>
public sealed class TumorFields
{
    /// <summary>What was drawn for the subject.</summary>
    public required TumorPlan Plan { get; init; }

    /// <summary>Stage 1: the membership of the seeds, before anything is pushed.</summary>
    public required Volume<float> Seed { get; init; }

    /// <summary>The volume of the seeds in ml.</summary>
    public double SeedMillilitres => Seed.Voxels.Sum(v => (double)v) * Seed.Geometry.VoxelVolume / 1000;

    /// <summary>
    /// Stage 2: where tissue came from, carried on beyond the wall for interpolation, and how far the growth got.
    /// </summary>
    public required MassEffectResult MassEffect { get; init; }

    /// <summary>Stage 3: the diffusion tensors after that, dimensionless, of trace 3.</summary>
    public required TensorField Tensors { get; init; }

    /// <summary>Stage 4: the density of tumour cells, the bulk included, in [0, 1].</summary>
    public required Volume<float> Density { get; init; }

    /// <summary>Stage 4: the share of tissue that is swollen, the tumour included, in [0, 1].</summary>
    public required Volume<float> Edema { get; init; }

    /// <summary>Stage 5: the share of the tumour that enhances.</summary>
    public required Volume<float> Enhancing { get; init; }

    /// <summary>Stage 5: the share of the tumour that is dead.</summary>
    public required Volume<float> Necrosis { get; init; }
}
