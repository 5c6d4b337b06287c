using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Preprocessing;

namespace Concord.Learning.Training;

/// <summary>The voxel size that a network works in.</summary>
internal static class WorkingSpacing
{
    /// <summary>The one asked for, or the median of the training subjects along each axis.</summary>
    /// <param name="split">The subjects and what they are used for.</param>
    /// <param name="sequence">Whose headers count.</param>
    /// <param name="asked">In mm, along left-right, posterior-anterior and inferior-superior; null for the median.</param>
    /// <exception cref="Imaging.BadInputException">A header is unusable.</exception>
    public static Spacing Of(
        IReadOnlyList<(Subject Subject, Subset Subset)> split,
        string sequence,
        IReadOnlyList<double>? asked
    )
    {
        if (asked is not null)
            return new(asked[0], asked[1], asked[2]);
        var spacings = split
            .Where(s => s.Subset == Subset.Training)
            .Select(s => ImageFile.ReadGeometry(s.Subject.Images[sequence]))
            .Select(grid => Reorient.Geometry(grid, Orientation.Ras).Spacing)
            .ToList();
        return new(Median(0), Median(1), Median(2));

        // Rounded to a hundredth of a mm, as header noise must not decide that everything is resampled; unless that alone
        // is so far off that everything would be.
        double Median(int axis)
        {
            var middle = spacings.Select(s => s[axis]).Order().ElementAt(spacings.Count / 2);
            var rounded = Math.Round(middle, 2);
            return Math.Abs(rounded - middle) <= WorkingGrid.SpacingTolerance / 2 * middle ? rounded : middle;
        }
    }
}
