using Concord.Imaging.Filters;
using Concord.Imaging.Spatial;

namespace Concord.Evaluation.Surfaces;

/// <summary>Where components lie.</summary>
internal static class ComponentBoxes
{
    /// <summary>The smallest box around each component, by its number; the first is of nothing and empty.</summary>
    public static IReadOnlyList<Box> Of(Components components)
    {
        var (labels, size) = (components.Labels, components.Labels.Size);
        var (low, high) = (
            new (int X, int Y, int Z)[components.Count + 1],
            new (int X, int Y, int Z)[components.Count + 1]
        );
        Array.Fill(low, (int.MaxValue, int.MaxValue, int.MaxValue));
        Array.Fill(high, (-1, -1, -1));
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        {
            ReadOnlySpan<int> row = labels.Row(y, z);
            for (var x = row.IndexOfAnyExcept(0); x >= 0 && x < row.Length; x++)
            {
                var c = row[x];
                if (c == 0)
                    continue;
                low[c] = (Math.Min(low[c].X, x), Math.Min(low[c].Y, y), Math.Min(low[c].Z, z));
                high[c] = (Math.Max(high[c].X, x), Math.Max(high[c].Y, y), z);
            }
        }

        return [.. low.Zip(high, (a, b) => b.Z < 0 ? default : Between(a, b))];
    }

    /// <summary>The smallest box around two.</summary>
    public static Box Union(Box a, Box b) =>
        Between(
            (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Min(a.Z, b.Z)),
            (
                Math.Max(a.X + a.Size.X, b.X + b.Size.X) - 1,
                Math.Max(a.Y + a.Size.Y, b.Y + b.Size.Y) - 1,
                Math.Max(a.Z + a.Size.Z, b.Z + b.Size.Z) - 1
            )
        );

    private static Box Between((int X, int Y, int Z) low, (int X, int Y, int Z) high) =>
        new(low.X, low.Y, low.Z, new(high.X - low.X + 1, high.Y - low.Y + 1, high.Z - low.Z + 1));
}
