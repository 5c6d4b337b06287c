using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors;

/// <summary>Measured diffusion tensors of an anatomy, carried into the subject's space.</summary>
/// <param name="Tensors">Along the world axes of the anatomy, in any unit, on any grid.</param>
/// <param name="Map">From the subject's points to the anatomy's; null if they are the same.</param>
public sealed record DiffusionTensors(TensorField Tensors, SubjectMap? Map)
{
    // A step in mm for the derivative of the map.
    private const float Step = 1;

    /// <summary>
    /// The tensors on a grid, scaled to trace 3 and turned with the map by finite strain; the identity where there are
    /// none.
    /// </summary>
    internal TensorField On(VolumeGeometry grid)
    {
        var result = new TensorField(grid);
        Volume<float>[] given = [Tensors.XX, Tensors.XY, Tensors.YY, Tensors.XZ, Tensors.YZ, Tensors.ZZ];
        var samplers = given.Select(t => new FieldSampler(t)).ToArray();
        var values = samplers.Select(_ => new float[grid.Size.X]).ToArray();
        var points = new PointRow(grid.Size.X);
        Volume<float>[] parts = [result.XX, result.XY, result.YY, result.XZ, result.YZ, result.ZZ];
        for (var z = 0; z < grid.Size.Z; z++)
        for (var y = 0; y < grid.Size.Y; y++)
        {
            points.Set(grid.Affine, 0, y, z);
            Map?.Apply(points);
            for (var t = 0; t < samplers.Length; t++)
                samplers[t].Fill(points, values[t]);
            for (var x = 0; x < grid.Size.X; x++)
            {
                var trace = values[0][x] + values[2][x] + values[5][x];
                for (var t = 0; t < parts.Length; t++)
                    parts[t][x, y, z] =
                        trace > 0 ? 3 * values[t][x] / trace
                        : t is 0 or 2 or 5 ? 1
                        : 0;
            }
        }

        return Map is null ? result : Turned(result);
    }

    /// <summary>Turns each tensor back from the anatomy's axes to the subject's.</summary>
    private TensorField Turned(TensorField tensors)
    {
        var grid = tensors.Geometry;
        for (var z = 0; z < grid.Size.Z; z++)
        for (var y = 0; y < grid.Size.Y; y++)
        for (var x = 0; x < grid.Size.X; x++)
        {
            var turn = Rotation(grid.Affine.Apply(new(x, y, z)));
            var i = tensors.XX.Index(x, y, z);
            var (a, b, c) = (tensors.XX.Voxels[i], tensors.XY.Voxels[i], tensors.XZ.Voxels[i]);
            var (d, e, f) = (tensors.YY.Voxels[i], tensors.YZ.Voxels[i], tensors.ZZ.Voxels[i]);
            var m = new Matrix4x4(a, b, c, 0, b, d, e, 0, c, e, f, 0, 0, 0, 0, 1);
            var t = Matrix4x4.Transpose(turn) * m * turn;
            (tensors.XX.Voxels[i], tensors.XY.Voxels[i], tensors.XZ.Voxels[i]) = (t.M11, t.M12, t.M13);
            (tensors.YY.Voxels[i], tensors.YZ.Voxels[i], tensors.ZZ.Voxels[i]) = (t.M22, t.M23, t.M33);
        }

        return tensors;
    }

    /// <summary>
    /// The rotation (or mirroring) of the map's gradient at a point: its orthogonal polar factor by Newton's method
    /// (Higham 1986).
    /// </summary>
    private Matrix4x4 Rotation(Point3 p)
    {
        var (x, y, z) = (new Point3(Step, 0, 0), new Point3(0, Step, 0), new Point3(0, 0, Step));
        var (gx, gy, gz) = (Difference(p, x), Difference(p, y), Difference(p, z));
        // Rows times columns: row i is where axis j of the anatomy comes from.
        var m = new Matrix4x4(
            (float)gx.X,
            (float)gy.X,
            (float)gz.X,
            0,
            (float)gx.Y,
            (float)gy.Y,
            (float)gz.Y,
            0,
            (float)gx.Z,
            (float)gy.Z,
            (float)gz.Z,
            0,
            0,
            0,
            0,
            1
        );
        for (var i = 0; i < 6 && Matrix4x4.Invert(m, out var inverse); i++)
        {
            m = (m + Matrix4x4.Transpose(inverse)) * 0.5f;
            m.M44 = 1;
        }

        return m;
    }

    private Point3 Difference(Point3 p, Point3 step) => (Map!.Apply(p + step) - Map.Apply(p - step)) * (0.5 / Step);
}
