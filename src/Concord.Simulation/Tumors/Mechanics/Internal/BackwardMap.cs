using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors.Mechanics.Internal;

/// <summary>Composes and samples maps y → y + Backward(y) on a grid of cubes along the world's axes.</summary>
internal static class BackwardMap
{
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
