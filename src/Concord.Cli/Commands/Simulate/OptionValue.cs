using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Concord.Imaging;

namespace Concord.Cli.Commands.Simulate;

/// <summary>Refuses values of options in the one line that a user sees.</summary>
internal static class OptionValue
{
    /// <summary>A number that must lie in a range.</summary>
    public static double Range(string option, double value, double low, double high) =>
        // NaN fails the comparison.
        value >= low
        && value <= high
            ? value
            : throw new BadInputException(
                option,
                string.Create(CultureInfo.InvariantCulture, $"{value} is out of its range"),
                string.Create(CultureInfo.InvariantCulture, $"give {low} to {high}")
            );

    /// <summary>The same for one that may be left out.</summary>
    public static double? Range(string option, double? value, double low, double high) =>
        value is { } given ? Range(option, given, low, high) : null;

    /// <summary>Refuses options that another one leaves without a meaning.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="why">The other option.</param>
    /// <param name="options">What must be left out.</param>
    public static void RequireAbsent(ParseResult parsed, string why, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
            if (parsed.GetResult(option) is { Implicit: false })
                throw new BadInputException(option.Name, $"means nothing {why}", "leave one of them out");
    }

    /// <summary>A word that must be one of some, whatever its case; the name null stands for none given.</summary>
    public static T Choice<T>(string option, string? text, params ReadOnlySpan<(string? Name, T Value)> choices)
    {
        var names = new List<string>();
        foreach (var (name, value) in choices)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
                return value;
            if (name is not null)
                names.Add(name);
        }

        throw new BadInputException(option, $"{text} can't be", $"give {string.Join(" or ", names)}");
    }
}
