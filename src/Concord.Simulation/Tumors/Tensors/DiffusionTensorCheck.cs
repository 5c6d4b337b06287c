using Concord.Imaging;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors.Tensors;

/// <summary>Checks tensors that came from outside.</summary>
public static class DiffusionTensorCheck
{
    /// <summary>
    /// Looks for tensors that are not positive definite, by the signs of the leading minors (Sylvester's criterion). One
    /// that is not finite counts too.
    /// </summary>
    /// <param name="tensors">In any unit.</param>
    /// <param name="where">Not 0 where they must be positive definite, such as white matter.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <returns>How many and which is the first in memory, or null if all are sound.</returns>
    public static TensorFaults? NotPositiveDefinite(TensorField tensors, Volume<byte> where, int threads = -1)
    {
        var size = tensors.Geometry.Size;
        RasGrid.RequireSize(size, where.Size, nameof(where));
        var (counts, firsts) = (new long[size.Z], new int[size.Z]);
        Rows.ForEachPlane(
            size.Z,
            threads,
            z =>
            {
                var start = where.Index(0, 0, z);
                for (var i = start; i < start + size.X * size.Y; i++)
                {
                    if (where.Voxels[i] == 0 || IsPositiveDefinite(tensors, i))
                        continue;
                    if (counts[z]++ == 0)
                        firsts[z] = i - start;
                }
            }
        );
        var plane = Array.FindIndex(counts, count => count > 0);
        return plane < 0 ? null : new(counts.Sum(), firsts[plane] % size.X, firsts[plane] / size.X, plane);
    }

    // In double precision, where products of floats are exact and those of small diffusivities (m²/s) don't vanish.
    private static bool IsPositiveDefinite(TensorField t, int i)
    {
        double xx = t.XX.Voxels[i],
            yy = t.YY.Voxels[i],
            zz = t.ZZ.Voxels[i],
            xy = t.XY.Voxels[i],
            xz = t.XZ.Voxels[i],
            yz = t.YZ.Voxels[i];
        var second = xx * yy - xy * xy;
        var third = second * zz - yz * (xx * yz - xy * xz) + xz * (xy * yz - yy * xz);
        return xx > 0 && second > 0 && third > 0 && double.IsFinite(third);
    }
}
