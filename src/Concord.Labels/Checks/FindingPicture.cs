namespace Concord.Labels.Checks;

/// <summary>Files to look at for a finding.</summary>
/// <param name="Image">An image.</param>
/// <param name="Labels">Labels to draw on it, if they matter.</param>
/// <param name="Beside">Another image to set beside it.</param>
public sealed record FindingPicture(string Image, string? Labels = null, string? Beside = null);
