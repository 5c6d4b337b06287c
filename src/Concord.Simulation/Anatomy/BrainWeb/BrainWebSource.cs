using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>
/// Makes subjects' anatomies of BrainWeb's models. Their lateral ventricles, which the models don't tell from other fluid,
/// are found by depth and width; the hemispheres meet at x = 0.
/// </summary>
public static class BrainWebSource
{
    /// <summary>
    /// Reads a model. Voxels of less than 0.8 mm are averaged, two by two by two, to an eighth of the memory: 16 bytes are
    /// kept of each that is left.
    /// </summary>
    /// <param name="anatomy">The model.</param>
    /// <param name="keepLesions">False to take the model's own lesions for normal white matter.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <exception cref="BadInputException">The model can't be read, or has no white matter.</exception>
    public static AnatomySource Make(BrainWebAnatomy anatomy, bool keepLesions = false, int threads = -1)
    {
        var volumes = anatomy.Load(threads);
        var lanes = volumes.Crisp is { } crisp
            ? BrainWebLanes.OfClasses(crisp, keepLesions, threads)
            : BrainWebLanes.OfMemberships(volumes.Fuzzy!, keepLesions, threads);
        if (!lanes.Present().Contains(Tissue.WhiteMatter))
            throw new BadInputException(
                anatomy.Files[0],
                $"{anatomy.Name} has no white matter",
                "give a model of a whole head, as BrainWeb gives it"
            );
        var midline = new Midline(default, new Point3(1, 0, 0));
        LateralVentricles.Mark(lanes, midline, threads);
        return new VolumeAnatomy(anatomy.Name, lanes, volumes.Geometry, midline, volumes.Warnings);
    }
}
