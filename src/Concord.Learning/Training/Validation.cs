using Concord.Evaluation;
using Concord.Learning.Inference;

namespace Concord.Learning.Training;

/// <summary>Measures a network on the validation subjects, on the working grid.</summary>
internal static class Validation
{
    /// <summary>Dice of every subject and labelled class.</summary>
    public static IReadOnlyList<ValidationRow> Measure(
        long step,
        NetworkModel model,
        TrainingData data,
        IProgress<double>? progress,
        CancellationToken cancellation
    )
    {
        var (rows, done) = (new List<ValidationRow>(), 0);
        var space = data.ValidationTable.Space;
        foreach (var subject in data.Validation)
        {
            var labels = model.Classify(subject.Image, cancellation: cancellation);
            var counts = JointCounts.Of(subject.Categories.Span, data.ValidationTable.Sets, labels, space.Count);
            var protocol = data.ValidationTable.Protocols[subject.Dataset];
            rows.AddRange(
                protocol
                    .Labelled.Classes.Where(c => c != 0)
                    .Select(c => new ValidationRow(
                        step,
                        data.Datasets[subject.Dataset],
                        subject.Image.Id,
                        space.Classes[c],
                        "dice",
                        counts.Of(c).Dice
                    ))
            );
            progress?.Report((double)++done / data.Validation.Count);
        }

        return rows;
    }
}
