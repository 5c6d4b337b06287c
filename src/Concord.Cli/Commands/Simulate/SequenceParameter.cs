using System.Globalization;
using Concord.Imaging;
using Concord.Simulation.Signal;

namespace Concord.Cli.Commands.Simulate;

/// <summary>One parameter of one sequence as a user sets it: T1.TR=20.</summary>
internal static class SequenceParameter
{
    private const string Option = "--parameter";

    /// <summary>Changes the sequence that a setting names.</summary>
    /// <exception cref="BadInputException">
    /// There is no such sequence or parameter, the sequence isn't taken, or the value can't be.
    /// </exception>
    public static void Apply(string text, Dictionary<string, PulseSequence> sequences, IReadOnlyList<string> taken)
    {
        var parts = text.Split(['.', '='], 3);
        if (parts.Length != 3)
            throw new BadInputException(Option, $"{text} isn't understood", "write it as T1.TR=20");
        var name =
            sequences.Keys.FirstOrDefault(k => k.Equals(parts[0], StringComparison.OrdinalIgnoreCase))
            ?? throw new BadInputException(
                Option,
                $"there is no sequence {parts[0]}",
                $"choose of {string.Join(", ", sequences.Keys)}"
            );
        if (!taken.Contains(name))
            throw new BadInputException(
                Option,
                $"{name} isn't taken",
                $"add it to --sequences {string.Join(',', taken)}"
            );
        var values = sequences[name]
            .Parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);
        if (!values.ContainsKey(parts[1]))
            throw new BadInputException(
                Option,
                $"{name} has no {parts[1]} at this site",
                $"choose of {string.Join(", ", values.Keys)}"
            );
        if (!double.TryParse(parts[2], CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            throw new BadInputException(Option, $"{parts[2]} is no number", "write it as T1.TR=20");
        values[parts[1]] = value;
        var now = string.Join(", ", sequences[name].Parameters.Select(p => $"{p.Key} {p.Value:0.#}"));
        sequences[name] =
            sequences[name].With(values)
            ?? throw new BadInputException(
                Option,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} can't have a {parts[1].ToUpperInvariant()} of {value}"
                ),
                $"its parameters are {now}, and must fit each other"
            );
    }
}
