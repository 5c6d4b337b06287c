using System.Numerics;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>
/// The part of each row that a step must visit: where cells are, and a margin. It only ever grows, so that the two
/// buffers of the solver agree wherever it has not been.
/// </summary>
internal sealed class ActiveRows
{
    /// <summary>
    /// Densities up to here may wait until their neighbours have more. A front is pulled by its thin end: cut off at
    /// 1e-7 it moves half a percent slower than at 1e-10 (the effect of Brunet and Derrida 1997), and that saves little.
    /// </summary>
    public const float Threshold = 1e-10f;

    /// <summary>Steps between two looks.</summary>
    public const int Period = 4;

    private static readonly int Lanes = Vector<float>.Count;

    // A step reaches one voxel further: one beyond what a period can reach.
    private const int Margin = Period + 1;

    private readonly DomainGrid _grid;
    private readonly (int First, int End)[] _rows;
    private readonly (int First, int End)[] _found;
    private readonly (int First, int End)[] _scratch;

    public ActiveRows(DomainGrid grid)
    {
        _grid = grid;
        var rows = grid.Size.Y * grid.Size.Z;
        (_rows, _found, _scratch) = (new (int, int)[rows], new (int, int)[rows], new (int, int)[rows]);
        Array.Fill(_rows, Empty);
    }

    private static (int First, int End) Empty => (int.MaxValue, int.MinValue);

    /// <summary>
    /// The voxels of a row to visit, whole registers of them; none if the end lies before the first. The end may lie in the
    /// padding.
    /// </summary>
    public (int First, int End) this[int y, int z] => _rows[y + _grid.Size.Y * z];

    /// <summary>Looks where cells are.</summary>
    public void Grow(float[] density, int threads)
    {
        var (rows, planes) = (_grid.Size.Y, _grid.Size.Z);
        Rows.ForEachPlane(
            planes,
            threads,
            z =>
            {
                for (var y = 0; y < rows; y++)
                    _found[y + rows * z] = Find(_grid.RowOf(density, y, z));
                for (var y = 0; y < rows; y++)
                    _scratch[y + rows * z] = Widest(_found, rows * z, 1, y, rows);
            }
        );
        Rows.ForEachPlane(
            planes,
            threads,
            z =>
            {
                for (var y = 0; y < rows; y++)
                {
                    var (first, end) = Widest(_scratch, y, rows, z, planes);
                    if (end < first)
                        continue;
                    ref var row = ref _rows[y + rows * z];
                    row.First = Math.Min(row.First, Math.Max(first - Margin, 0) / Lanes * Lanes);
                    row.End = Math.Max(row.End, (Math.Min(end + Margin, _grid.Size.X) + Lanes - 1) / Lanes * Lanes);
                }
            }
        );
    }

    private static (int First, int End) Widest((int First, int End)[] rows, int start, int step, int at, int count)
    {
        var widest = Empty;
        for (var i = Math.Max(at - Margin, 0); i <= Math.Min(at + Margin, count - 1); i++)
        {
            var row = rows[start + i * step];
            widest = (Math.Min(widest.First, row.First), Math.Max(widest.End, row.End));
        }

        return widest;
    }

    // From both ends inwards, so that the crowded middle isn't read.
    private static (int First, int End) Find(ReadOnlySpan<float> row)
    {
        var (first, end) = (0, row.Length);
        var threshold = new Vector<float>(Threshold);
        while (first + Lanes <= end && Vector.LessThanOrEqualAll(new Vector<float>(row[first..]), threshold))
            first += Lanes;
        while (first < end && row[first] <= Threshold)
            first++;
        while (end - Lanes >= first && Vector.LessThanOrEqualAll(new Vector<float>(row[(end - Lanes)..]), threshold))
            end -= Lanes;
        while (end > first && row[end - 1] <= Threshold)
            end--;
        return first < end ? (first, end) : Empty;
    }
}
