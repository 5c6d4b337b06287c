using Concord.Imaging.Geometry;

namespace Concord.Learning.Sampling;

/// <summary>
/// Finds the k-th voxel of a category without a list of voxels: it keeps, for each category that occurs, how many voxels
/// lie in the rows up to each row (4 bytes a row, not 4 bytes a voxel), and scans one row.
/// </summary>
public sealed class CategoryIndex
{
    private readonly int[]?[] _upToRow;
    private readonly int _width;

    /// <summary>Counts.</summary>
    /// <param name="categories">Category of each voxel, first index fastest.</param>
    /// <param name="size">The grid.</param>
    /// <param name="count">How many categories there are.</param>
    public CategoryIndex(ReadOnlySpan<byte> categories, GridSize size, int count)
    {
        _width = size.X;
        _upToRow = new int[count][];
        var rows = size.Y * size.Z;
        for (var row = 0; row < rows; row++)
        {
            var line = categories.Slice(row * _width, _width);
            for (var x = 0; x < line.Length; )
            {
                // Runs of one category are counted at once.
                var run = line[x..].IndexOfAnyExcept(line[x]);
                run = run < 0 ? line.Length - x : run;
                var counts = _upToRow[line[x]] ??= new int[rows];
                counts[row] += run;
                x += run;
            }
        }

        foreach (var counts in _upToRow)
            for (var row = 1; row < counts?.Length; row++)
                counts[row] += counts[row - 1];
    }

    /// <summary>How many voxels a category has.</summary>
    public int Count(int category) => _upToRow[category]?[^1] ?? 0;

    /// <summary>The place of the <paramref name="k"/>-th voxel of a category in the array of voxels.</summary>
    public int Locate(ReadOnlySpan<byte> categories, int category, int k)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, Count(category));
        var counts = _upToRow[category]!;
        var (low, high) = (0, counts.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = counts[middle] > k ? (low, middle) : (middle + 1, high);
        }

        var rest = low == 0 ? k : k - counts[low - 1];
        var line = categories.Slice(low * _width, _width);
        for (var x = 0; x < line.Length; x++)
            if (line[x] == category && rest-- == 0)
                return low * _width + x;
        throw new InvalidOperationException("The categories are not those that were counted.");
    }
}
