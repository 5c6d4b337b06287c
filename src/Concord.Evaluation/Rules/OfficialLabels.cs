using Concord.Labels;

namespace Concord.Evaluation.Rules;

/// <summary>What the integers of a challenge's own files mean.</summary>
public sealed class OfficialLabels
{
    private readonly Lazy<Protocol> _reference;
    private readonly Func<int, int>? _predicted;

    private OfficialLabels(Func<Protocol> reference, Func<int, int>? predicted) =>
        (_reference, _predicted) = (new(reference), predicted);

    /// <summary>Values of reference files.</summary>
    public Protocol Reference => _reference.Value;

    /// <summary>The class of a value of a prediction, or -1 if it has none.</summary>
    public int Predicted(int value) =>
        _predicted is not null ? _predicted(value)
        : !Reference.Meanings.TryGetValue(value, out var set) ? -1
        // What a script leaves out of both is background in a prediction.
        : set.IsSingleton ? set.First
        : 0;

    /// <summary>Makes them from the words of a protocol, once they are needed: not for a list of what there is.</summary>
    /// <param name="classes">The classes; the first is background.</param>
    /// <param name="meanings">Value to meaning, as in a manifest.</param>
    /// <param name="predicted">The class of a value; null for what it means in references.</param>
    internal static OfficialLabels Of(
        IReadOnlyList<string> classes,
        IReadOnlyDictionary<int, string> meanings,
        Func<int, int>? predicted = null
    ) =>
        new(
            () =>
            {
                var space = new LabelSpace(classes);
                var sets = meanings.ToDictionary(
                    m => m.Key,
                    m => ProtocolParser.Parse(m.Value, space, "official labels")
                );
                return new(space, sets);
            },
            predicted
        );
}
