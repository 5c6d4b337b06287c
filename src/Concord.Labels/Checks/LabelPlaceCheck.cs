using Concord.Imaging;

namespace Concord.Labels.Checks;

/// <summary>
/// Labels that tell more about the images elsewhere: mirrored, or shifted. Labels that tell no more than far away are on the
/// wrong subject.
/// </summary>
internal sealed class LabelPlaceCheck : ISubjectCheck
{
    // Of lesions alone little is told; what is more by chance is not.
    private const double Better = 1.08;
    private const double BetterMirrored = 1.05;
    private const double FarBelow = 1.5;

    // In nats over all voxels: below it, labels are too few to tell.
    private const double Enough = 100;

    // 24 mm.
    private const int Reach = 12;

    // Voxels of 2 mm.
    private static readonly int[] Steps = [2, 4, 8];

    private static readonly string[] Directions = ["right", "left", "front", "back", "top", "bottom"];

    /// <inheritdoc/>
    public IEnumerable<Finding> Look(ExaminedSubject subject)
    {
        if (subject.CoarseLabels is not { } labels || !labels.Voxels.AsSpan().ContainsAnyExcept(labels.Voxels[0]))
            yield break;
        double Told(Fit.Shift shift) => subject.Coarse.Sum(image => Fit.Of(image, labels, shift));
        var here = Told(default);
        var voxels = labels.Voxels.Length;
        var mirrored =
            subject.Coarse.Count == 0
                ? 0
                : Enumerable.Range(-Reach, 2 * Reach + 1).Max(x => Told(new(x, 0, 0, IsMirrored: true)));
        var (best, shifted) = Shifts().Select(s => (s, Told: Told(s.Shift))).MaxBy(s => s.Told);
        var far = new[] { new Fit.Shift(16, 0, 0), new(-16, 0, 0), new(0, 16, 0), new(0, -16, 0) }.Average(Told);
        var path = subject.Subject.Labels!;
        if (mirrored > BetterMirrored * Math.Max(here, shifted) && mirrored * voxels > Enough)
            yield return subject.Find(
                FindingKind.Flip,
                $"{path}: labels fit the images better when they are mirrored left to right",
                withLabels: true
            );
        else if (shifted > Better * here && shifted * voxels > Enough)
            yield return subject.Find(
                FindingKind.LabelsOff,
                $"{path}: labels fit the images better {best.Millimetres} mm further to the {best.Direction}",
                withLabels: true
            );
        else if (here < FarBelow * far && here * voxels > Enough)
            yield return subject.Find(
                FindingKind.LabelsOff,
                $"{path}: where labels lie the images look as they do elsewhere",
                withLabels: true
            );
    }

    private static IEnumerable<(Fit.Shift Shift, string Direction, double Millimetres)> Shifts() =>
        from step in Steps
        from side in Enumerable.Range(0, 6)
        let amount = side % 2 == 0 ? step : -step
        let shift = (side / 2) switch
        {
            0 => new Fit.Shift(amount, 0, 0),
            1 => new Fit.Shift(0, amount, 0),
            _ => new Fit.Shift(0, 0, amount),
        }
        select (shift, Directions[side], step * ExaminedSubject.Millimetres);
}
