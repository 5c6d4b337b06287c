using System.Numerics;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors.Mechanics.Internal;

/// <summary>
/// Where maps y → y + map(y) fold, or nearly: in the trilinear pieces between the centres of eight cells, by their Jacobian
/// determinants.
/// </summary>
internal static class Folding
{
    private const int LargestHolds = 10;

    /// <summary>The smallest Jacobian determinant at the corners of the trilinear pieces between cells' centres.</summary>
    /// <remarks>
    /// At a corner the derivatives are the differences to one neighbour an axis. The determinant of central differences
    /// is the mean of the eight of a cell's corners, so it isn't smaller.
    /// </remarks>
    public static double SmallestJacobian(VectorField map, int threads)
    {
        var size = map.Geometry.Size;
        var planes = new float[size.Z];
        Rows.ForEachPlane(size.Z, threads, z => planes[z] = z + 1 < size.Z ? SmallestBetween(map, z) : float.MaxValue);
        return planes.Min();
    }

    /// <summary>
    /// The pieces whose smallest determinant, as of <see cref="SmallestJacobian"/>, is below a limit: the index of the
    /// first cell of each, in order.
    /// </summary>
    public static IReadOnlyList<int> PiecesBelow(VectorField map, float limit, int threads)
    {
        var size = map.Geometry.Size;
        var planes = new List<int>[size.Z];
        Rows.ForEachPlane(
            size.Z,
            threads,
            z =>
            {
                planes[z] = [];
                for (var y = 0; y + 1 < size.Y && z + 1 < size.Z; y++)
                for (var x = 0; x + 1 < size.X; x++)
                {
                    var at = map.X.Index(x, y, z);
                    if (SmallestInPiece(map, at) < limit)
                        planes[z].Add(at);
                }
            }
        );
        return [.. planes.SelectMany(p => p)];
    }

    /// <summary>
    /// Leaves where they were the cells about pieces that a step would fold, or nearly: one place that can't follow, as in
    /// a corner of the skull, doesn't stop the others.
    /// </summary>
    /// <param name="next">The map after the step; it is changed.</param>
    /// <param name="old">The map before it, without pieces below the limit.</param>
    /// <param name="limit">The smallest determinant that is let be.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <returns>The smallest determinant that is left, as of <see cref="SmallestJacobian"/>.</returns>
    public static double Hold(VectorField next, VectorField old, float limit, int threads)
    {
        var smallest = SmallestJacobian(next, threads);
        var size = next.Geometry.Size;
        // What is held strains its neighbours; where that goes on and on, the step is too long.
        for (var turn = 0; turn < LargestHolds && smallest < limit; turn++)
        {
            foreach (var piece in PiecesBelow(next, limit, threads))
            {
                for (var c = 0; c < 8; c++)
                    Copy(old, next, Corner(size, piece, c));
            }

            smallest = SmallestJacobian(next, threads);
        }

        return smallest;

        static void Copy(VectorField from, VectorField to, int i) =>
            (to.X.Voxels[i], to.Y.Voxels[i], to.Z.Voxels[i]) = (from.X.Voxels[i], from.Y.Voxels[i], from.Z.Voxels[i]);
    }

    /// <summary>The index of a corner, 0 to 7, of the piece whose first cell is given.</summary>
    public static int Corner(GridSize size, int piece, int corner) =>
        piece + (corner & 1) + size.X * ((corner >> 1 & 1) + size.Y * (corner >> 2));

    private static float SmallestBetween(VectorField map, int z)
    {
        var (size, smallest) = (map.Geometry.Size, float.MaxValue);
        for (var j = 0; j + 1 < size.Y; j++)
        for (var i = 0; i + 1 < size.X; i++)
            smallest = MathF.Min(smallest, SmallestInPiece(map, map.X.Index(i, j, z)));
        return smallest;
    }

    private static float SmallestInPiece(VectorField map, int at)
    {
        var size = map.Geometry.Size;
        var (perCell, smallest) = (1 / (float)map.Geometry.Spacing.X, float.MaxValue);
        Span<Vector3> x = stackalloc Vector3[4];
        Span<Vector3> y = stackalloc Vector3[4];
        Span<Vector3> deep = stackalloc Vector3[4];
        Span<Vector3> corner = stackalloc Vector3[8];
        for (var c = 0; c < 8; c++)
            corner[c] = At(map, Corner(size, at, c)) * perCell;
        // The twelve edges of the piece; each corner uses three.
        for (var e = 0; e < 4; e++)
        {
            var (low, high) = (e & 1, e >> 1);
            x[e] = corner[2 * e + 1] - corner[2 * e] + Vector3.UnitX;
            y[e] = corner[low + 4 * high + 2] - corner[low + 4 * high] + Vector3.UnitY;
            deep[e] = corner[e + 4] - corner[e] + Vector3.UnitZ;
        }

        for (var c = 0; c < 8; c++)
        {
            var normal = Vector3.Cross(x[c >> 1], y[(c & 1) + 2 * (c >> 2)]);
            smallest = MathF.Min(smallest, Vector3.Dot(normal, deep[c & 3]));
        }

        return smallest;
    }

    private static Vector3 At(VectorField u, int i) => new(u.X.Voxels[i], u.Y.Voxels[i], u.Z.Voxels[i]);
}
