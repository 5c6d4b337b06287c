using System.Numerics.Tensors;

namespace Concord.Simulation.Tumors.Mechanics.Internal;

/// <summary>
/// Carries face vectors between a staggered grid and one of cells twice as large. Coarse values are interpolated
/// linearly: along a face's normal every other fine face lies on a coarse one, across it fine ones lie a quarter off.
/// Restriction is the transpose over 8, which keeps a symmetric preconditioner symmetric.
/// </summary>
internal static class GridTransfer
{
    // Offsets from twice the coarse index, and weights.
    private static readonly (int Offset, float Weight)[] Along = [(-2, 0.5f), (-1, 1), (0, 0.5f)];
    private static readonly (int Offset, float Weight)[] Across = [(-2, 0.25f), (-1, 0.75f), (0, 0.75f), (1, 0.25f)];

    public static void Restrict(FaceVector fine, FaceVector coarse)
    {
        var (from, to) = (fine.Grid, coarse.Grid);
        to.ForEachPlane(plane =>
        {
            if (plane < 1 || plane > to.Z)
                return;
            Span<float> line = new float[from.Stride];
            for (var row = 1; row <= to.Y; row++)
            {
                var (start, end) = to.Range(row, plane);
                if (start == end)
                    continue;
                for (var axis = 0; axis < 3; axis++)
                {
                    Gather(fine[axis], from, row, plane, axis, line);
                    Contract(line, coarse[axis].AsSpan(to.Stride * row + to.Plane * plane), axis == 0, to.X);
                }
            }
        });
    }

    /// <summary>Adds the interpolated coarse vector where <paramref name="scale"/> says that faces can move.</summary>
    public static void AddProlonged(FaceVector coarse, FaceVector fine, FaceVector scale)
    {
        var (from, to) = (coarse.Grid, fine.Grid);
        to.ForEachPlane(plane =>
        {
            if (plane < 1 || plane > to.Z)
                return;
            Span<float> line = new float[from.Stride];
            for (var row = 1; row <= to.Y; row++)
            {
                var (start, end) = to.Range(row, plane);
                if (start == end)
                    continue;
                var offset = to.Stride * row + to.Plane * plane;
                for (var axis = 0; axis < 3; axis++)
                {
                    line.Clear();
                    var (rows, planes) = (Sources(row, axis == 1), Sources(plane, axis == 2));
                    Mix(coarse[axis], from, rows.First, planes.First, rows.Weight * planes.Weight, line);
                    Mix(coarse[axis], from, rows.Second, planes.First, (1 - rows.Weight) * planes.Weight, line);
                    Mix(coarse[axis], from, rows.First, planes.Second, rows.Weight * (1 - planes.Weight), line);
                    Mix(coarse[axis], from, rows.Second, planes.Second, (1 - rows.Weight) * (1 - planes.Weight), line);
                    var (first, last) = (Math.Max(start - offset, 1), Math.Min(end - offset - 1, to.X));
                    Expand(line, axis == 0, fine[axis].AsSpan(offset), scale[axis].AsSpan(offset), first, last);
                }
            }
        });
    }

    private static void Gather(float[] fine, PaddedGrid grid, int row, int plane, int axis, Span<float> line)
    {
        line.Clear();
        foreach (var (dz, wz) in axis == 2 ? Along : Across)
        foreach (var (dy, wy) in axis == 1 ? Along : Across)
            Mix(fine, grid, 2 * row + dy, 2 * plane + dz, wy * wz / 8, line);
    }

    private static void Contract(ReadOnlySpan<float> line, Span<float> coarse, bool along, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var (inner, outer) = (line[2 * i - 1], line[2 * i - 2]);
            coarse[i] = along
                ? inner + 0.5f * (outer + line[2 * i])
                : 0.75f * (inner + line[2 * i]) + 0.25f * (outer + line[2 * i + 1]);
        }
    }

    private static void Expand(
        ReadOnlySpan<float> line,
        bool along,
        Span<float> fine,
        ReadOnlySpan<float> scale,
        int first,
        int last
    )
    {
        for (var i = first; i <= last; i++)
        {
            if (!(scale[i] > 0))
                continue;
            var (near, far, weight) = Sources(i, along);
            fine[i] += weight * line[near] + (1 - weight) * line[far];
        }
    }

    // The two coarse places that a fine one lies between, and the weight of the first.
    private static (int First, int Second, float Weight) Sources(int fine, bool along)
    {
        var near = (fine + 1) / 2;
        if (fine % 2 == 1)
            return along ? (near, near, 1) : (near, near - 1, 0.75f);
        return (near, near + 1, along ? 0.5f : 0.75f);
    }

    private static void Mix(float[] values, PaddedGrid grid, int row, int plane, float weight, Span<float> line)
    {
        if (weight == 0)
            return;
        var source = values.AsSpan(grid.Stride * row + grid.Plane * plane, line.Length);
        TensorPrimitives.MultiplyAdd(source, weight, line, line);
    }
}
