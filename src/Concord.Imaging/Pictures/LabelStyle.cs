namespace Concord.Imaging.Pictures;

/// <summary>How labels are drawn over a scan.</summary>
public enum LabelStyle
{
    /// <summary>Their borders.</summary>
    Outline,

    /// <summary>Their areas, the scan showing through.</summary>
    Filled,
}
