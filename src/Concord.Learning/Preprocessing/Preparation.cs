using System.Text.Json.Serialization;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Labels.Subjects;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// How a subject's images are prepared for a network. It stands in <c>model.json</c>, in the order in which it is done, and is
/// done again exactly at prediction: registration to the first sequence, axes to RAS, voxels to the working spacing, crop to
/// the mask, bias fields, normalisation.
/// </summary>
public sealed record Preparation
{
    /// <summary>Whether sequences are registered to the first one.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Coregistration>))]
    public Coregistration Registration { get; init; } = Coregistration.Auto;

    /// <summary>Where the axes run that the network works on: RAS.</summary>
    public string Orientation { get; init; } = Imaging.Geometry.Orientation.Ras.ToString();

    /// <summary>The working voxel size in mm along left-right, posterior-anterior and inferior-superior.</summary>
    public required IReadOnlyList<double> Spacing { get; init; }

    /// <summary>True if the training images were masked to the brain; then a scan needs a mask too.</summary>
    public required bool IsMasked { get; init; }

    /// <summary>How bias fields are corrected: <see cref="BiasFieldCorrection.Name"/>; left out where they aren't.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BiasField { get; init; }

    /// <summary>How intensities are normalised: an <see cref="IntensityScale.Name"/>.</summary>
    public string Normalization { get; init; } = "";

    /// <summary>For an <see cref="ILearntScale"/> the standard of each sequence; left out for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<double>>? Standards { get; init; }

    /// <summary>The working voxel size.</summary>
    [JsonIgnore]
    public Spacing VoxelSize => new(Spacing[0], Spacing[1], Spacing[2]);

    /// <summary>How intensities are normalised.</summary>
    /// <exception cref="InvalidOperationException">It isn't known.</exception>
    internal IntensityScale Scale =>
        IntensityScales.Named(Normalization)
        ?? throw new InvalidOperationException($"There is no scale named '{Normalization}'.");

    /// <summary>The standard of a sequence; null if the scale has none.</summary>
    internal IReadOnlyList<double>? StandardOf(string sequence) => Standards?.GetValueOrDefault(sequence);

    /// <summary>A sequence without the standard that the scale needs; null if none lacks it.</summary>
    internal string? WithoutStandard(IEnumerable<string> sequences) =>
        Scale is ILearntScale scale ? sequences.FirstOrDefault(s => !scale.IsStandard(StandardOf(s))) : null;

    /// <summary>Whether this version of Concord does the same.</summary>
    internal bool IsKnown =>
        IntensityScales.Named(Normalization) is not null
        && BiasField is null or BiasFieldCorrection.Name
        && Orientation == Imaging.Geometry.Orientation.Ras.ToString()
        && Spacing is { Count: 3 };
}
