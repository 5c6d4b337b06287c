using Concord.Imaging.Geometry;

namespace Concord.Simulation.Lesions;

/// <summary>One lesion as it was placed. Lesions may touch, so that an image may show fewer.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Centre">Its middle in world mm.</param>
/// <param name="Millilitres">What it added to the volume of voxels whose membership is at least one half.</param>
public sealed record Lesion(LesionKind Kind, Point3 Centre, double Millilitres);
