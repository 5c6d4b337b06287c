using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Datasets;

/// <summary>How much memory a subject takes while it is made.</summary>
public static class MemoryEstimate
{
    // Measured (docs/results/simulators.md): what the runtime takes by itself, and an anatomy in memory.
    private const double Runtime = 0.15e9;
    private const double Anatomy = 0.35e9;

    /// <summary>The bytes of one subject, roughly.</summary>
    /// <param name="settings">What is made.</param>
    /// <param name="library">From what: subjects on the anatomies' own grids are taken to be as large as the first.</param>
    public static double OfSubject(SubjectSettings settings, AnatomyLibrary library)
    {
        var own = settings.UsesOwnGrid ? library.For(0, 0).Grid : null;
        var voxels = (double)(own ?? settings.Geometry).Size.Voxels;
        // Memberships, then of each image the image and what it is blurred into; a field; sums of memberships.
        var volumes = Tissues.Anatomical + 2 * settings.Sequences.Count + 6;
        return Runtime + Anatomy + voxels * sizeof(float) * volumes;
    }
}
