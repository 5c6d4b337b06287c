using Concord.Imaging;
using Concord.Simulation.Fields;

namespace Concord.Simulation.Tumors;

/// <summary>
/// Fields that stages of a growth left earlier. Each that is there is taken over; a stage whose field is missing runs
/// again, with what the stages before it left.
/// </summary>
public sealed record TumorStages
{
    /// <summary>Stage 1: the membership of the seeds. The later fields lie on its grid, but for the displacement.</summary>
    public Volume<float>? Seed { get; init; }

    /// <summary>Stage 2: where tissue came from, mm.</summary>
    public VectorField? Displacement { get; init; }

    /// <summary>Stage 3: the diffusion tensors after that.</summary>
    public TensorField? Tensors { get; init; }

    /// <summary>Stage 4: the density of tumour cells.</summary>
    public Volume<float>? Density { get; init; }

    /// <summary>Stage 4: the share of tissue that is swollen.</summary>
    public Volume<float>? Edema { get; init; }

    /// <summary>Stage 5: the share of the tumour that enhances.</summary>
    public Volume<float>? Enhancing { get; init; }

    /// <summary>Stage 5: the share of the tumour that is dead.</summary>
    public Volume<float>? Necrosis { get; init; }
}
