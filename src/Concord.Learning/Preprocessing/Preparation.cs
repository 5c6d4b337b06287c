using System.Text.Json.Serialization;
using Concord.Imaging.Geometry;
using Concord.Labels.Subjects;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// How a subject's images are prepared for a network. It stands in <c>model.json</c>, in the order in which it is done, and is
/// done again exactly at prediction: registration to the first sequence, axes to RAS, voxels to the working spacing, crop to
/// the mask, normalisation.
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

    /// <summary>How intensities are normalised: <see cref="IntensityNormalization.Name"/>.</summary>
    public string Normalization { get; init; } = "";

    /// <summary>The working voxel size.</summary>
    [JsonIgnore]
    public Spacing VoxelSize => new(Spacing[0], Spacing[1], Spacing[2]);

    /// <summary>Whether this version of Concord does the same.</summary>
    internal bool IsKnown =>
        Normalization == IntensityNormalization.Name
        && Orientation == Imaging.Geometry.Orientation.Ras.ToString()
        && Spacing is { Count: 3 };
}
