using Concord.Imaging;
using Concord.Imaging.Spatial;
using Concord.Labels.Subjects;

namespace Concord.Labels.Checks;

/// <summary>Sequences on other grids than the first.</summary>
internal sealed class GridCheck : ISubjectCheck
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Look(ExaminedSubject subject)
    {
        if (subject.Dataset.IsSameWorld)
            yield break;
        var first = subject.Subject.Images[subject.Sequences[0]];
        var grid = ImageFile.ReadGeometry(first);
        foreach (var path in subject.Sequences.Skip(1).Select(s => subject.Subject.Images[s]))
        {
            var own = ImageFile.ReadGeometry(path);
            // The same voxels in another order are the same grid.
            var distance = Math.Min(
                own.CornerDistance(grid),
                Reorient.Geometry(own, grid.Orientation).CornerDistance(grid)
            );
            if (distance <= SubjectReader.GridTolerance)
                continue;
            var how = double.IsInfinity(distance)
                ? $"{own.Size} voxels of {own.Spacing} where {first} has {grid.Size} of {grid.Spacing}"
                : FormattableString.Invariant($"lies {distance:0.0} mm off {first} at a corner");
            yield return subject.Find(FindingKind.Grids, $"{path}: {how}", beside: path);
        }
    }
}
