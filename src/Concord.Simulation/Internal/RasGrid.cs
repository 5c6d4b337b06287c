using Concord.Imaging.Geometry;

namespace Concord.Simulation.Internal;

/// <summary>Grids whose index axes are the world's, with cubes for voxels: what finite differences are written for.</summary>
internal static class RasGrid
{
    private const double Tolerance = 1e-3;

    /// <summary>The side of a voxel in mm.</summary>
    /// <exception cref="ArgumentException">The grid is oblique, flipped, or its voxels aren't cubes.</exception>
    public static double Spacing(VolumeGeometry geometry)
    {
        var (side, affine) = (geometry.Spacing.X, geometry.Affine);
        for (var axis = 0; axis < 3; axis++)
        {
            var column =
                affine.Column(axis) - new Point3(axis == 0 ? side : 0, axis == 1 ? side : 0, axis == 2 ? side : 0);
            if (column.Length > Tolerance * side)
                throw new ArgumentException(
                    "The grid is not RAS with cubes for voxels: resample it.",
                    nameof(geometry)
                );
        }

        return side;
    }

    /// <summary>Throws unless a volume has the voxels of a grid.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void RequireSize(GridSize expected, GridSize actual, string name)
    {
        if (actual != expected)
            throw new ArgumentException($"A volume of {actual} voxels does not fit a grid of {expected}.", name);
    }
}
