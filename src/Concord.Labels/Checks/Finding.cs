using System.Text.Json.Serialization;

namespace Concord.Labels.Checks;

/// <summary>Something in the data that should be looked at before hours are spent on it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Dataset">Whose.</param>
/// <param name="Subject">Which subject's; null for the dataset as a whole.</param>
/// <param name="Message">What was found, in a sentence.</param>
/// <param name="Picture">What to look at; null where no picture shows it.</param>
public sealed record Finding(
    [property: JsonConverter(typeof(JsonStringEnumConverter<FindingKind>))] FindingKind Kind,
    string Dataset,
    string? Subject,
    string Message,
    FindingPicture? Picture = null
);
