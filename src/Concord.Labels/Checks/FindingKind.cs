using System.Text.Json.Serialization;

namespace Concord.Labels.Checks;

/// <summary>What is suspicious.</summary>
public enum FindingKind
{
    /// <summary>A header contradicts itself.</summary>
    [JsonStringEnumMemberName("header")]
    Header,

    /// <summary>A subject's files lie on different grids.</summary>
    [JsonStringEnumMemberName("grids")]
    Grids,

    /// <summary>A sequence doesn't lie on the first one.</summary>
    [JsonStringEnumMemberName("moved")]
    Moved,

    /// <summary>A sequence, the labels or the whole subject seems to be mirrored left to right.</summary>
    [JsonStringEnumMemberName("flip")]
    Flip,

    /// <summary>Labels fit the images better elsewhere, or not at all.</summary>
    [JsonStringEnumMemberName("labels off")]
    LabelsOff,

    /// <summary>A sequence looks like another one.</summary>
    [JsonStringEnumMemberName("swapped")]
    Swapped,

    /// <summary>A voxel size is far from the others'.</summary>
    [JsonStringEnumMemberName("spacing")]
    Spacing,

    /// <summary>An image is far from the others', or hardly shows a head.</summary>
    [JsonStringEnumMemberName("contrast")]
    Contrast,

    /// <summary>Nothing is labelled.</summary>
    [JsonStringEnumMemberName("empty")]
    Empty,

    /// <summary>Two subjects are the same person's scan.</summary>
    [JsonStringEnumMemberName("duplicate")]
    Duplicate,

    /// <summary>The same, of which one is learnt from and one isn't.</summary>
    [JsonStringEnumMemberName("leak")]
    Leak,
}
