using System.Numerics;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Internal;

/// <summary>
/// Walks a grid plane by plane on several threads, and row by row within a plane, with world coordinates.
/// </summary>
internal static class Rows
{
    private static readonly Vector<float> Lanes = MakeLanes();

    /// <summary>
    /// Runs <paramref name="plane"/> for each plane of the third axis. It may only write to its own plane: then the
    /// result doesn't depend on the number of threads.
    /// </summary>
    /// <param name="planes">How many there are.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <param name="plane">What to do with one.</param>
    public static void ForEachPlane(int planes, int threads, Action<int> plane) =>
        Parallel.For(0, planes, new ParallelOptions { MaxDegreeOfParallelism = threads }, plane);

    /// <summary>The same with scratch space that each thread makes once.</summary>
    public static void ForEachPlane<T>(int planes, int threads, Func<T> scratch, Action<int, T> plane) =>
        Parallel.For(
            0,
            planes,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            scratch,
            (z, _, own) =>
            {
                plane(z, own);
                return own;
            },
            _ => { }
        );

    /// <summary>An array for a row, as long as whole registers need.</summary>
    public static float[] Make(int count) =>
        new float[(count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count];

    /// <summary>The world points (mm) of the voxels (x, y, z), (x + 1, y, z) … of a row, one a lane.</summary>
    public static Vec3 Points(Affine affine, double x, double y, double z)
    {
        var start = affine.Apply(new(x, y, z));
        var step = affine.Column(0);
        return new(
            new Vector<float>((float)start.X) + Lanes * new Vector<float>((float)step.X),
            new Vector<float>((float)start.Y) + Lanes * new Vector<float>((float)step.Y),
            new Vector<float>((float)start.Z) + Lanes * new Vector<float>((float)step.Z)
        );
    }

    /// <summary>Reads the lanes that still lie in the row; the others are 0.</summary>
    public static Vector<float> Load(ReadOnlySpan<float> row, int x)
    {
        if (x + Vector<float>.Count <= row.Length)
            return new(row[x..]);
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        row[x..].CopyTo(lanes);
        return new(lanes);
    }

    /// <summary>Writes the lanes that still fit in the row.</summary>
    public static void Store(Vector<float> lanes, Span<float> row, int x)
    {
        if (x + Vector<float>.Count <= row.Length)
        {
            lanes.CopyTo(row[x..]);
            return;
        }

        for (var i = 0; x + i < row.Length; i++)
            row[x + i] = lanes[i];
    }

    private static Vector<float> MakeLanes()
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        for (var i = 0; i < lanes.Length; i++)
            lanes[i] = i;
        return new(lanes);
    }
}
