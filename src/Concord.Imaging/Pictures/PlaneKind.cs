namespace Concord.Imaging.Pictures;

/// <summary>The three anatomical planes.</summary>
public enum PlaneKind
{
    /// <summary>Across the body: x and y are seen.</summary>
    Axial,

    /// <summary>Ear to ear: x and z are seen.</summary>
    Coronal,

    /// <summary>Front to back: y and z are seen.</summary>
    Sagittal,
}
