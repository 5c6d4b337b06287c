using Concord.Labels;

namespace Concord.Evaluation.Rules;

/// <summary>What the integers of a challenge's own files mean.</summary>
/// <param name="Reference">Values of reference files.</param>
/// <param name="Predicted">The class of a value of a prediction, or -1 if it has none.</param>
public sealed record OfficialLabels(Protocol Reference, Func<int, int> Predicted)
{
    /// <summary>Makes them from the words of a protocol.</summary>
    /// <param name="classes">The classes; the first is background.</param>
    /// <param name="meanings">Value to meaning, as in a manifest.</param>
    /// <param name="predicted">The class of a value; null for what it means in references.</param>
    internal static OfficialLabels Of(
        IReadOnlyList<string> classes,
        IReadOnlyDictionary<int, string> meanings,
        Func<int, int>? predicted = null
    )
    {
        var space = new LabelSpace(classes);
        var protocol = new Protocol(
            space,
            meanings.ToDictionary(m => m.Key, m => ProtocolParser.Parse(m.Value, space, "official labels"))
        );
        return new(protocol, predicted ?? ClassOf);

        // What a script leaves out of both is background in a prediction.
        int ClassOf(int value) =>
            !protocol.Meanings.TryGetValue(value, out var set) ? -1
            : set.IsSingleton ? set.First
            : 0;
    }
}
