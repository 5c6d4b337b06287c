using System.Numerics;
using Concord.Imaging;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;
using static Concord.Simulation.Tumors.Infiltration.DomainGrid;

namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>
/// Tensors written as what flows along the axes and along the diagonals of the voxel's faces, none of it negative:
/// D = sum over axes of (D_ii - sum |D_ij|) e e^T + sum over pairs of |D_ij| d d^T, with d = e_i + sign(D_ij) e_j.
/// </summary>
/// <remarks>
/// That needs D_ii >= sum |D_ij|. With eigenvalues between l and L, e_i^T D (e_i ± e_j ± e_k) is at least
/// l - (L - l) (sqrt(3) - 1) / 2, so every tensor fulfils it with L / l up to 2 + sqrt(3) = 3.73, and many that stretch
/// further. The others are mixed with their mean diffusivity just until they do: axes and trace are kept.
/// </remarks>
internal sealed class CarriedTensors
{
    private CarriedTensors(DomainGrid grid)
    {
        Axes = [new float[grid.Length], new float[grid.Length], new float[grid.Length]];
        Cross = [new float[grid.Length], new float[grid.Length], new float[grid.Length]];
    }

    /// <summary>What flows along x, y and z, at least 0.</summary>
    public float[][] Axes { get; }

    /// <summary>What flows along the diagonals of xy, xz and yz; below 0 along that of e_i - e_j.</summary>
    public float[][] Cross { get; }

    public static CarriedTensors Make(TensorField tensors, DomainGrid grid, int threads)
    {
        var carried = new CarriedTensors(grid);
        Rows.ForEachPlane(
            grid.Size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < grid.Size.Y; y++)
                    carried.Fill(tensors, grid, y, z);
            }
        );
        return carried;
    }

    private void Fill(TensorField t, DomainGrid grid, int y, int z)
    {
        // Copied first: registers then read and write rows that have room behind their end.
        Volume<float>[] from = [t.XX, t.YY, t.ZZ, t.XY, t.XZ, t.YZ];
        float[][] to = [.. Axes, .. Cross];
        for (var i = 0; i < from.Length; i++)
            grid.RowOf(from[i], y, z).CopyTo(grid.RowOf(to[i], y, z));
        var end = grid.Index(y, z) + grid.Size.X;
        for (var x = grid.Index(y, z); x < end; x += Vector<float>.Count)
            Round(x);
        // The last register's lanes behind the row were zeros and remain so.
    }

    private void Round(int x)
    {
        var (xx, yy, zz) = (Read(Axes[0], x), Read(Axes[1], x), Read(Axes[2], x));
        var (xy, xz, yz) = (Read(Cross[0], x), Read(Cross[1], x), Read(Cross[2], x));
        var (ax, ay, az) = (
            xx - Vector.Abs(xy) - Vector.Abs(xz),
            yy - Vector.Abs(xy) - Vector.Abs(yz),
            zz - Vector.Abs(xz) - Vector.Abs(yz)
        );
        var mean = (xx + yy + zz) * new Vector<float>(1f / 3);
        var lacking = Vector.Max(-Vector.Min(Vector.Min(ax, ay), az), Vector<float>.Zero);
        var share = Vector.Min(lacking / Vector.Max(mean + lacking, new Vector<float>(1e-20f)), Vector<float>.One);
        var keep = Vector<float>.One - share;
        var add = share * mean;
        Write(Vector.Max(ax * keep + add, Vector<float>.Zero), Axes[0], x);
        Write(Vector.Max(ay * keep + add, Vector<float>.Zero), Axes[1], x);
        Write(Vector.Max(az * keep + add, Vector<float>.Zero), Axes[2], x);
        Write(xy * keep, Cross[0], x);
        Write(xz * keep, Cross[1], x);
        Write(yz * keep, Cross[2], x);
    }
}
