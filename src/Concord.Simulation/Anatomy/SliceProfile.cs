using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// How the scanner averages over a voxel. Along an axis whose voxels are thicker than the finest detail, a voxel is the
/// weighted mean of samples: even in the plane, and through the slice with the profile of the excitation.
/// </summary>
public sealed record SliceProfile
{
    private const int MostSamples = 16;

    // An axis counts as the slices' own if its voxels are this much longer than the shortest.
    private const double Thicker = 1.5;

    /// <summary>The same weight within the voxel, none beyond.</summary>
    public static SliceProfile Even { get; } = new() { IsEven = true };

    /// <summary>
    /// Gaussian, as of a windowed sinc pulse: its full width at half maximum is the thickness of the slice, and it
    /// reaches into the neighbours.
    /// </summary>
    public static SliceProfile Gaussian { get; } = new();

    /// <summary>One sample in the middle, however large the voxel.</summary>
    internal static SliceProfile Point { get; } = new() { IsPoint = true };

    private bool IsEven { get; init; }

    private bool IsPoint { get; init; }

    /// <summary>Where a voxel is sampled, as offsets in indices, and with which weights, which sum to one.</summary>
    internal IReadOnlyList<(Point3 Offset, float Weight)> Samples(VolumeGeometry grid, double detail)
    {
        if (IsPoint)
            return [(default, 1)];
        var spacing = grid.Spacing;
        var shortest = Math.Min(spacing.X, Math.Min(spacing.Y, spacing.Z));
        var axes = new List<(double Offset, double Weight)>[3];
        for (var axis = 0; axis < 3; axis++)
        {
            var isSlice = !IsEven && spacing[axis] > Thicker * shortest;
            axes[axis] = Along(spacing[axis], detail, isSlice);
        }

        return
        [
            .. from z in axes[2]
            from y in axes[1]
            from x in axes[0]
            select (new Point3(x.Offset, y.Offset, z.Offset), (float)(x.Weight * y.Weight * z.Weight)),
        ];
    }

    private static List<(double Offset, double Weight)> Along(double spacing, double detail, bool isSlice)
    {
        // A voxel a quarter longer than the detail still counts as one sample.
        var count = Math.Clamp((int)Math.Ceiling(spacing / detail - 0.25), 1, MostSamples);
        var reach = isSlice ? 2 : 1;
        var samples = new List<(double Offset, double Weight)>();
        for (var i = 0; i < count * reach; i++)
        {
            var offset = ((i + 0.5) / (count * reach) - 0.5) * reach;
            // exp(-4 ln 2 t^2) is one half at t = 1/2: the edge of the slice.
            samples.Add((offset, isSlice ? Math.Exp(-4 * Math.Log(2) * offset * offset) : 1));
        }

        var sum = samples.Sum(s => s.Weight);
        return [.. samples.Select(s => (s.Offset, s.Weight / sum))];
    }
}
