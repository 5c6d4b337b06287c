using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors.Mechanics.Internal;

/// <summary>Composes, samples and tests maps y → y + Backward(y) on a grid of cubes along the world's axes.</summary>
internal static class BackwardMap
{
    private const int LargestHolds = 10;

    /// <summary>The map after a further small displacement <paramref name="u"/> of cells' centres, times a scale.</summary>
    /// <remarks>
    /// What is now at y was at x = y - u(x) before the step; that is solved by iteration, which converges as the gradient
    /// of u is below one.
    /// </remarks>
    public static VectorField Compose(
        VectorField old,
        VectorField u,
        float scale,
        ReadOnlyMemory<byte> materials,
        int threads
    )
    {
        var next = new VectorField(old.Geometry);
        var size = old.Geometry.Size;
        var spacing = (float)old.Geometry.Spacing.X;
        Rows.ForEachPlane(
            size.Z,
            threads,
            z =>
            {
                var material = materials.Span;
                for (var y = 0; y < size.Y; y++)
                for (var x = 0; x < size.X; x++)
                {
                    var i = next.X.Index(x, y, z);
                    if (material[i] == (byte)HeadMaterial.Rigid)
                        continue;
                    var here = new Vector3(x, y, z);
                    var step = -scale * new Vector3(u.X.Voxels[i], u.Y.Voxels[i], u.Z.Voxels[i]);
                    for (var turn = 0; turn < 40; turn++)
                    {
                        var again = -scale * Sample(u, here + step / spacing);
                        var change = (again - step).LengthSquared();
                        step = again;
                        if (change < 1e-8f * spacing * spacing)
                            break;
                    }

                    var total = step + Sample(old, here + step / spacing);
                    (next.X.Voxels[i], next.Y.Voxels[i], next.Z.Voxels[i]) = (total.X, total.Y, total.Z);
                }
            }
        );
        return next;
    }

    /// <summary>
    /// A membership, carried along: the mean over eight places in each cell, as a bulk that has grown from few cells would
    /// else seem some percent larger than it is on a finer grid.
    /// </summary>
    public static Volume<float> Pull(Volume<float> original, VectorField backward, int threads)
    {
        var pulled = new Volume<float>(original.Geometry);
        var (low, high) = Bounds(original);
        var perCell = 1 / (float)original.Geometry.Spacing.X;
        ForEachOrigin(
            backward,
            threads,
            (i, here, at) =>
            {
                // Far from the bulk there is nothing to sample.
                if (Vector3.Min(at, low) != low || Vector3.Max(at, high) != high)
                    return;
                var sum = 0f;
                for (var child = 0; child < 8; child++)
                {
                    var place = here + new Vector3(child & 1, (child >> 1) & 1, child >> 2) / 2 - new Vector3(0.25f);
                    place += Sample(backward, place) * perCell;
                    sum += Cell.Around(original.Size, place).Mix(original.Voxels);
                }

                pulled.Voxels[i] = sum / 8;
            }
        );
        return pulled;
    }

    /// <summary>Materials, carried along: the nearest cell's. What is rigid stays, and nothing else becomes rigid.</summary>
    public static byte[] Pull(Volume<byte> original, VectorField backward, int threads)
    {
        var (pulled, size) = (new byte[original.Voxels.Length], original.Size);
        ForEachOrigin(
            backward,
            threads,
            (i, _, at) =>
            {
                var own = original.Voxels[i];
                var nearest = original[Near(at.X, size.X), Near(at.Y, size.Y), Near(at.Z, size.Z)];
                pulled[i] = own == (byte)HeadMaterial.Rigid || nearest == (byte)HeadMaterial.Rigid ? own : nearest;
            }
        );
        return pulled;
    }

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
        var (row, plane) = (next.Geometry.Size.X, next.Geometry.Size.X * next.Geometry.Size.Y);
        // What is held strains its neighbours; where that goes on and on, the step is too long.
        for (var turn = 0; turn < LargestHolds && smallest < limit; turn++)
        {
            foreach (var piece in PiecesBelow(next, limit, threads))
            {
                for (var c = 0; c < 8; c++)
                    Copy(old, next, piece + (c & 1) + row * ((c >> 1) & 1) + plane * (c >> 2));
            }

            smallest = SmallestJacobian(next, threads);
        }

        return smallest;

        static void Copy(VectorField from, VectorField to, int i) =>
            (to.X.Voxels[i], to.Y.Voxels[i], to.Z.Voxels[i]) = (from.X.Voxels[i], from.Y.Voxels[i], from.Z.Voxels[i]);
    }

    /// <summary>The largest Frobenius norm of the gradient, of differences to the next cell.</summary>
    public static double LargestGradient(VectorField u, int threads)
    {
        var size = u.Geometry.Size;
        var planes = new float[size.Z];
        var (row, plane) = (size.X, size.X * size.Y);
        Rows.ForEachPlane(
            size.Z,
            threads,
            z =>
            {
                var largest = 0f;
                for (var y = 0; y + 1 < size.Y && z + 1 < size.Z; y++)
                for (var x = 0; x + 1 < size.X; x++)
                {
                    var i = u.X.Index(x, y, z);
                    var here = At(u, i);
                    largest = MathF.Max(
                        largest,
                        (At(u, i + 1) - here).LengthSquared()
                            + (At(u, i + row) - here).LengthSquared()
                            + (At(u, i + plane) - here).LengthSquared()
                    );
                }

                planes[z] = largest;
            }
        );
        return Math.Sqrt(planes.Max()) / u.Geometry.Spacing.X;
    }

    public static double Largest(VectorField u)
    {
        var largest = 0f;
        for (var i = 0; i < u.X.Voxels.Length; i++)
            largest = MathF.Max(largest, At(u, i).LengthSquared());
        return Math.Sqrt(largest);
    }

    private static Vector3 At(VectorField u, int i) => new(u.X.Voxels[i], u.Y.Voxels[i], u.Z.Voxels[i]);

    // Where a membership isn't zero, and a margin for the places within a cell.
    private static (Vector3 Low, Vector3 High) Bounds(Volume<float> membership)
    {
        var (size, low, high) = (membership.Size, new Vector3(float.MaxValue), new Vector3(float.MinValue));
        for (var i = 0; i < membership.Voxels.Length; i++)
        {
            if (membership.Voxels[i] == 0)
                continue;
            var at = new Vector3(i % size.X, i / size.X % size.Y, i / (size.X * size.Y));
            (low, high) = (Vector3.Min(low, at), Vector3.Max(high, at));
        }

        return (low - new Vector3(3), high + new Vector3(3));
    }

    private static int Near(float at, int count) => Math.Clamp((int)MathF.Round(at), 0, count - 1);

    private static Vector3 Sample(VectorField field, Vector3 at)
    {
        var cell = Cell.Around(field.Geometry.Size, at);
        return new(cell.Mix(field.X.Voxels), cell.Mix(field.Y.Voxels), cell.Mix(field.Z.Voxels));
    }

    private static void ForEachOrigin(VectorField backward, int threads, Action<int, Vector3, Vector3> cell)
    {
        var size = backward.Geometry.Size;
        var perCell = 1 / (float)backward.Geometry.Spacing.X;
        Rows.ForEachPlane(
            size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < size.Y; y++)
                for (var x = 0; x < size.X; x++)
                {
                    var i = backward.X.Index(x, y, z);
                    var here = new Vector3(x, y, z);
                    cell(i, here, here + At(backward, i) * perCell);
                }
            }
        );
    }

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
        var (row, plane) = (map.Geometry.Size.X, map.Geometry.Size.X * map.Geometry.Size.Y);
        var (perCell, smallest) = (1 / (float)map.Geometry.Spacing.X, float.MaxValue);
        Span<Vector3> x = stackalloc Vector3[4];
        Span<Vector3> y = stackalloc Vector3[4];
        Span<Vector3> deep = stackalloc Vector3[4];
        Span<Vector3> corner = stackalloc Vector3[8];
        for (var c = 0; c < 8; c++)
            corner[c] = At(map, at + (c & 1) + row * ((c >> 1) & 1) + plane * (c >> 2)) * perCell;
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

    /// <summary>The eight cells around a place, and the place between them.</summary>
    private readonly record struct Cell(int First, int X, int Y, int Z, Vector3 Share)
    {
        public static Cell Around(GridSize size, Vector3 at)
        {
            var (x, y, z) = (
                Math.Clamp(at.X, 0, size.X - 1),
                Math.Clamp(at.Y, 0, size.Y - 1),
                Math.Clamp(at.Z, 0, size.Z - 1)
            );
            var (i, j, k) = ((int)x, (int)y, (int)z);
            return new(
                i + size.X * (j + size.Y * k),
                i + 1 < size.X ? 1 : 0,
                j + 1 < size.Y ? size.X : 0,
                k + 1 < size.Z ? size.X * size.Y : 0,
                new(x - i, y - j, z - k)
            );
        }

        public float Mix(float[] values)
        {
            var near = Mix(values, First);
            return near + Share.Z * (Mix(values, First + Z) - near);
        }

        private float Mix(float[] values, int at)
        {
            var front = values[at] + Share.X * (values[at + X] - values[at]);
            var back = values[at + Y] + Share.X * (values[at + Y + X] - values[at + Y]);
            return front + Share.Y * (back - front);
        }
    }
}
