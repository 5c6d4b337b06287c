using System.Numerics.Tensors;

namespace Concord.Imaging.Filters;

/// <summary>An image of complex numbers, such as magnetic resonance gives before the magnitude is taken.</summary>
public sealed class ComplexVolume
{
    /// <summary>Puts two parts together, which are not copied.</summary>
    /// <exception cref="ArgumentException">They lie on different grids.</exception>
    public ComplexVolume(Volume<float> real, Volume<float> imaginary)
    {
        if (real.Geometry != imaginary.Geometry)
            throw new ArgumentException("The imaginary part lies on another grid.", nameof(imaginary));
        (Real, Imaginary) = (real, imaginary);
    }

    /// <summary>The real part.</summary>
    public Volume<float> Real { get; }

    /// <summary>The imaginary part.</summary>
    public Volume<float> Imaginary { get; }

    /// <summary>The absolute value of each voxel.</summary>
    public Volume<float> Magnitude()
    {
        var result = new Volume<float>(Real.Geometry);
        TensorPrimitives.Hypot(Real.Voxels, Imaginary.Voxels, result.Voxels);
        return result;
    }
}
