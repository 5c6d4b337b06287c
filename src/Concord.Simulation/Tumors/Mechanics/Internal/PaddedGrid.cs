using System.Numerics;

namespace Concord.Simulation.Tumors.Mechanics.Internal;

/// <summary>
/// How cells and faces lie in memory: the grid with a rim of rigid cells, one before and two or more behind on each axis,
/// and rows that are a multiple of the vector's length. Neighbours then need no tests: what lies over the rim is zero.
/// For each row it keeps the range of cells that matter; the rest is skipped.
/// </summary>
internal sealed class PaddedGrid
{
    private readonly (int Start, int End)[] _ranges;

    private PaddedGrid(int x, int y, int z, double spacing, int threads)
    {
        (X, Y, Z, Spacing) = (x, y, z, spacing);
        Stride = (x + 3 + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        (Rows, Planes) = (y + 3, z + 3);
        _ranges = new (int, int)[Rows * Planes];
        // A small grid is done before a second thread has woken.
        Threads = (long)x * y * z < 30_000 ? 1 : threads;
    }

    /// <summary>Cells along the axes, without the rim.</summary>
    public int X { get; }

    public int Y { get; }

    public int Z { get; }

    public double Spacing { get; }

    public int Stride { get; }

    public int Rows { get; }

    public int Planes { get; }

    public int Plane => Stride * Rows;

    public int Length => Plane * Planes;

    public int Threads { get; }

    /// <summary>A grid on which the cells with a positive <paramref name="mu"/> can move.</summary>
    /// <param name="x">Cells along the first axis, without the rim.</param>
    /// <param name="y">Along the second.</param>
    /// <param name="z">Along the third.</param>
    /// <param name="spacing">The edge of a cell, mm.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="mu">Gives the shear modulus of a cell; zero for a rigid one.</param>
    public static PaddedGrid Around(int x, int y, int z, double spacing, int threads, Func<int, int, int, float> mu)
    {
        var grid = new PaddedGrid(x, y, z, spacing, threads);
        var own = new (int Start, int End)[grid._ranges.Length];
        for (var row = 0; row < own.Length; row++)
        {
            var (j, k) = (row % grid.Rows - 1, row / grid.Rows - 1);
            if (j < 0 || j >= y || k < 0 || k >= z)
                continue;
            var (first, last) = (0, x - 1);
            while (first <= last && !(mu(first, j, k) > 0))
                first++;
            while (last > first && !(mu(last, j, k) > 0))
                last--;
            if (first <= last)
                own[row] = (first + 1, last + 2);
        }

        grid.Widen(own);
        return grid;
    }

    /// <summary>The place of a cell; 0 is the first of the grid proper, -1 the rim.</summary>
    public int Index(int x, int y, int z) => x + 1 + Stride * (y + 1) + Plane * (z + 1);

    /// <summary>The places of a row's cells that matter: a multiple of the vector's length, or none.</summary>
    public (int Start, int End) Range(int row, int plane)
    {
        var (start, end) = _ranges[row + Rows * plane];
        var offset = Stride * row + Plane * plane;
        return (offset + start, offset + end);
    }

    /// <summary>Runs over the rows that matter; each may only write to its own cells.</summary>
    public void ForEachRow(Action<int, int> row) =>
        ForEachPlane(plane =>
        {
            for (var y = 0; y < Rows; y++)
            {
                var (start, end) = Range(y, plane);
                if (start < end)
                    row(start, end);
            }
        });

    public void ForEachPlane(Action<int> plane)
    {
        if (Threads == 1)
        {
            for (var z = 0; z < Planes; z++)
                plane(z);
        }
        else
        {
            Parallel.For(0, Planes, new ParallelOptions { MaxDegreeOfParallelism = Threads }, plane);
        }
    }

    /// <summary>Adds up what the rows give: plane by plane, then over the planes, always in the same order.</summary>
    public double Sum(Func<int, int, double> row)
    {
        var planes = new double[Planes];
        ForEachPlane(plane =>
        {
            var sum = 0.0;
            for (var y = 0; y < Rows; y++)
            {
                var (start, end) = Range(y, plane);
                if (start < end)
                    sum += row(start, end);
            }

            planes[plane] = sum;
        });
        return planes.Sum();
    }

    // A face's force needs the stresses of cells and edges around it, so a range reaches one cell beyond what can move.
    private void Widen((int Start, int End)[] own)
    {
        for (var plane = 1; plane < Planes - 1; plane++)
        for (var row = 1; row < Rows - 1; row++)
        {
            var (start, end) = (int.MaxValue, 0);
            for (var dz = -1; dz <= 1; dz++)
            for (var dy = -1; dy <= 1; dy++)
            {
                var range = own[row + dy + Rows * (plane + dz)];
                if (range.End == 0)
                    continue;
                (start, end) = (Math.Min(start, range.Start), Math.Max(end, range.End));
            }

            if (end == 0)
                continue;
            var width = Vector<float>.Count;
            _ranges[row + Rows * plane] = ((start - 1) / width * width, (end + 1 + width - 1) / width * width);
        }
    }
}
