using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Fields;

/// <summary>A vector in each voxel, such as a displacement in mm: three components along the world axes (RAS+).</summary>
public sealed class VectorField
{
    /// <summary>Makes a field of zeros.</summary>
    public VectorField(VolumeGeometry geometry)
    {
        (X, Y, Z) = (new(geometry), new(geometry), new(geometry));
    }

    /// <summary>Where the voxels lie.</summary>
    public VolumeGeometry Geometry => X.Geometry;

    /// <summary>The component to the right.</summary>
    public Volume<float> X { get; }

    /// <summary>The component to the front.</summary>
    public Volume<float> Y { get; }

    /// <summary>The component upwards.</summary>
    public Volume<float> Z { get; }
}
