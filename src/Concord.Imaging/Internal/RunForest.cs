using System.Runtime.InteropServices;

namespace Concord.Imaging.Internal;

/// <summary>
/// The runs of a mask, row by row, and which of them belong together: a union-find forest whose roots are the earliest runs
/// (Rosenfeld and Pfaltz 1966 for the two passes; paths are halved as they are walked).
/// </summary>
internal sealed class RunForest
{
    private readonly int[] _firstOfRow;
    private readonly List<Run> _runs = [];
    private int _rows;

    /// <summary>A forest for so many rows.</summary>
    public RunForest(int rows)
    {
        _firstOfRow = new int[rows + 1];
    }

    /// <summary>Finds the runs of the next row.</summary>
    public void AddRow(ReadOnlySpan<byte> mask)
    {
        for (var x = 0; x < mask.Length; )
        {
            var start = mask[x..].IndexOfAnyExcept((byte)0);
            if (start < 0)
                break;
            start += x;
            var length = mask[start..].IndexOf((byte)0);
            x = length < 0 ? mask.Length : start + length;
            _runs.Add(new(start, x, _runs.Count));
        }

        _firstOfRow[++_rows] = _runs.Count;
    }

    /// <summary>Joins the runs of two rows that touch.</summary>
    /// <param name="row">The one.</param>
    /// <param name="other">The other.</param>
    /// <param name="reach">0 if they must overlap along x, 1 if it is enough that they lie end to end.</param>
    public void Join(int row, int other, int reach)
    {
        var runs = CollectionsMarshal.AsSpan(_runs);
        var (a, endA) = (_firstOfRow[row], _firstOfRow[row + 1]);
        var (b, endB) = (_firstOfRow[other], _firstOfRow[other + 1]);
        while (a < endA && b < endB)
        {
            if (runs[a].Start < runs[b].End + reach && runs[b].Start < runs[a].End + reach)
                Unite(runs, a, b);
            // Runs of a row lie a voxel or more apart, so the one that ends first touches no later run of the other row.
            if (runs[a].End < runs[b].End)
                a++;
            else
                b++;
        }
    }

    /// <summary>Writes the labels, and counts the voxels of each.</summary>
    public int[] Paint(Volume<int> labels)
    {
        var runs = CollectionsMarshal.AsSpan(_runs);
        var label = new int[runs.Length];
        List<int> counts = [labels.Voxels.Length];
        for (var row = 0; row < _rows; row++)
        for (var r = _firstOfRow[row]; r < _firstOfRow[row + 1]; r++)
        {
            var (root, length) = (Root(runs, r), runs[r].End - runs[r].Start);
            if (root == r)
            {
                label[r] = counts.Count;
                counts.Add(0);
            }

            // A root is the first run of its component, so it has its label by now.
            label[r] = label[root];
            counts[label[r]] += length;
            counts[0] -= length;
            labels.Voxels.AsSpan(row * labels.Size.X + runs[r].Start, length).Fill(label[r]);
        }

        return [.. counts];
    }

    /// <summary>How many components there are, and how many have a voxel of another mask.</summary>
    public (int All, int Touched) Touched(Volume<byte> other)
    {
        var runs = CollectionsMarshal.AsSpan(_runs);
        var isTouched = new bool[runs.Length];
        var (all, touched) = (0, 0);
        for (var row = 0; row < _rows; row++)
        for (var r = _firstOfRow[row]; r < _firstOfRow[row + 1]; r++)
        {
            var root = Root(runs, r);
            all += root == r ? 1 : 0;
            var start = row * other.Size.X + runs[r].Start;
            if (
                isTouched[root]
                || other.Voxels.AsSpan(start, runs[r].End - runs[r].Start).IndexOfAnyExcept((byte)0) < 0
            )
                continue;
            isTouched[root] = true;
            touched++;
        }

        return (all, touched);
    }

    private static void Unite(Span<Run> runs, int a, int b)
    {
        (a, b) = (Root(runs, a), Root(runs, b));
        runs[Math.Max(a, b)].Parent = Math.Min(a, b);
    }

    private static int Root(Span<Run> runs, int r)
    {
        while (runs[r].Parent != r)
            r = runs[r].Parent = runs[runs[r].Parent].Parent;
        return r;
    }

    private record struct Run(int Start, int End, int Parent);
}
