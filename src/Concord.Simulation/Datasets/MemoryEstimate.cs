using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Datasets;

/// <summary>How much memory a subject takes while it is made.</summary>
public static class MemoryEstimate
{
    // Measured (docs/results/simulators.md): what the runtime takes by itself, and an anatomy in memory.
    private const double Runtime = 0.15e9;
    private const double Anatomy = 0.35e9;

    /// <summary>The bytes of one subject, roughly.</summary>
    public static double OfSubject(SubjectSettings settings)
    {
        var voxels = (double)settings.Geometry.Size.Voxels;
        // Memberships, then of each image the image and what it is blurred into; a field; sums of memberships.
        var volumes = Tissues.Anatomical + 2 * settings.Sequences.Count + 6;
        return Runtime + Anatomy + voxels * sizeof(float) * volumes;
    }
}
