using Concord.Imaging.Internal;

namespace Concord.Imaging.Filters;

/// <summary>Finds the connected components of a mask in two passes over its rows, with union-find.</summary>
public static class ConnectedComponents
{
    /// <summary>Labels the components.</summary>
    /// <param name="mask">The mask: every voxel other than 0.</param>
    /// <param name="connectivity">Which voxels are neighbours.</param>
    public static Components Label(Volume<byte> mask, Connectivity connectivity)
    {
        var labels = new Volume<int>(mask.Geometry);
        var counts = Forest(mask, connectivity).Paint(labels);
        return new(labels, counts);
    }

    /// <summary>Counts the components of a mask, and those of them that have a voxel in common with another mask.</summary>
    /// <param name="mask">The mask: every voxel other than 0.</param>
    /// <param name="other">The other, on the same grid.</param>
    /// <param name="connectivity">Which voxels are neighbours.</param>
    public static (int All, int Touched) Touched(Volume<byte> mask, Volume<byte> other, Connectivity connectivity) =>
        mask.Size == other.Size
            ? Forest(mask, connectivity).Touched(other)
            : throw new ArgumentException("The masks differ in size.", nameof(other));

    private static RunForest Forest(Volume<byte> mask, Connectivity connectivity)
    {
        var (sizeY, sizeZ) = (mask.Size.Y, mask.Size.Z);
        // How far runs in two rows may lie apart along x and yet touch; -1 for rows that never touch. Rows a plane
        // apart and a row apart share an edge.
        var (face, edge) = connectivity switch
        {
            Connectivity.Six => (0, -1),
            Connectivity.Eighteen => (1, 0),
            _ => (1, 1),
        };
        var runs = new RunForest(sizeY * sizeZ);
        for (var z = 0; z < sizeZ; z++)
        for (var y = 0; y < sizeY; y++)
        {
            var row = y + sizeY * z;
            runs.AddRow(mask.Row(y, z));
            if (y > 0)
                runs.Join(row, row - 1, face);
            if (z == 0)
                continue;
            runs.Join(row, row - sizeY, face);
            if (edge >= 0 && y > 0)
                runs.Join(row, row - sizeY - 1, edge);
            if (edge >= 0 && y + 1 < sizeY)
                runs.Join(row, row - sizeY + 1, edge);
        }

        return runs;
    }
}
