using Concord.Imaging;
using Concord.Labels.Subjects;
using Concord.Learning.Heads;
using Concord.Learning.Runtime;

namespace Concord.Learning.Inference;

/// <summary>
/// A model of several networks, one for each dataset, whose scores are multiplied: see <see cref="Heads.HeadLayout"/>.
/// Each takes the sequences that it knows, on the grid that it works on.
/// </summary>
internal sealed class FusedModel(ModelDescription description, IReadOnlyList<NetworkModel> members)
    : SegmentationModel(description)
{
    /// <inheritdoc/>
    public override long ParameterCount => members.Sum(m => m.ParameterCount);

    /// <inheritdoc/>
    public override Precision Precision => members[0].Precision;

    /// <inheritdoc/>
    public override Volume<byte> Segment(
        SubjectData data,
        ProbabilitySink? probabilities = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var maps = new List<ClassMaps>();
        foreach (var member in members)
        {
            // Whatever a network takes first: its answer lies on the subject's grid.
            var own = data.Take(member.Description.Sequences);
            var image = member.Prepare(own);
            var part = PartOfProgress.Of(progress, maps.Count, members.Count);
            maps.Add(new(image, Space.Count));
            // One network's air may be another's tissue: sequences can differ in what they show.
            member.Classify(image, maps[^1], skipsAir: false, part, cancellation);
        }

        var known = HeadLayout.KnownTo(Space, [.. members.SelectMany(m => m.Layout.Groups)]);
        return ClassMaps.ToLabels(maps, known, data, probabilities, isNormalized: false);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var member in members)
            member.Dispose();
    }
}
