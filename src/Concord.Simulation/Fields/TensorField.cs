using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Fields;

/// <summary>
/// A symmetric 3 x 3 tensor in each voxel, such as that of diffusion: six components along the world axes (RAS+).
/// </summary>
public sealed class TensorField
{
    /// <summary>Makes a field of zeros.</summary>
    public TensorField(VolumeGeometry geometry)
    {
        (XX, XY, XZ) = (new(geometry), new(geometry), new(geometry));
        (YY, YZ, ZZ) = (new(geometry), new(geometry), new(geometry));
    }

    /// <summary>Where the voxels lie.</summary>
    public VolumeGeometry Geometry => XX.Geometry;

    /// <summary>Right-right.</summary>
    public Volume<float> XX { get; }

    /// <summary>Right-front.</summary>
    public Volume<float> XY { get; }

    /// <summary>Right-up.</summary>
    public Volume<float> XZ { get; }

    /// <summary>Front-front.</summary>
    public Volume<float> YY { get; }

    /// <summary>Front-up.</summary>
    public Volume<float> YZ { get; }

    /// <summary>Up-up.</summary>
    public Volume<float> ZZ { get; }
}
