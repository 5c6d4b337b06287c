using System.Text.Json.Serialization;

namespace Concord.Labels.Subjects;

/// <summary>Whether a subject's sequences are brought into the first one's place.</summary>
public enum Coregistration
{
    /// <summary>Those on another grid than the first, and those on the same that plainly don't lie on it.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Every one.</summary>
    [JsonStringEnumMemberName("always")]
    Always,

    /// <summary>None: another grid is an error.</summary>
    [JsonStringEnumMemberName("never")]
    Never,
}
