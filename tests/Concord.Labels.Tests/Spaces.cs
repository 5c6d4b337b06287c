namespace Concord.Labels.Tests;

/// <summary>The label space that most tests speak of.</summary>
internal static class Spaces
{
    public static LabelSpace Tissue { get; } = new(["background", "csf", "gm", "wm", "wmh"]);
}
