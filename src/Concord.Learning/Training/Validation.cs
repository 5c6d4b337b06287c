using System.Globalization;
using Concord.Evaluation;
using Concord.Learning.Inference;

namespace Concord.Learning.Training;

/// <summary>Measures a network on the validation subjects, on the working grid.</summary>
internal static class Validation
{
    /// <summary>Appends Dice of every subject and labelled class to the run's metrics.csv.</summary>
    public static IReadOnlyList<ScoreSummary> Measure(
        RunFolder run,
        long step,
        SegmentationModel model,
        TrainingData data
    )
    {
        var scores = new List<Score>();
        var rows = new List<string>();
        var space = data.Table.Space;
        foreach (var subject in data.Validation)
        {
            var labels = model.Classify(subject.Image);
            var counts = JointCounts.Of(subject.Categories, data.Table.Sets, labels, space.Count);
            foreach (var c in data.Table.Protocols[subject.Dataset].Labelled.Classes.Where(c => c != 0))
            {
                var dice = counts.Of(c).Dice;
                scores.Add(new(subject.Image.Id, space.Classes[c], "dice", dice));
                var value = dice?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
                rows.Add($"{step},{subject.Image.Id},{space.Classes[c]},dice,{value}");
            }
        }

        var isNew = !File.Exists(run.Metrics);
        File.AppendAllLines(run.Metrics, isNew ? ["step,subject,structure,metric,value", .. rows] : rows);
        return ScoreSummary.Of(scores);
    }
}
