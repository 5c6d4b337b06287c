using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.BrainWeb;

/// <summary>
/// The grids of BrainWeb's raw files, which say nothing of them; x runs fastest and towards the right, y towards the front,
/// z upwards. Sources: the site's pages "About Data Download Formats" and "anatomic_ms", and the headers of its MINC files.
/// </summary>
public static class BrainWebGrids
{
    // How many slices the 181 mm high phantom has by their thickness in mm. Of 7 mm there are 26 if the site rounds and 25 if
    // it doesn't: the length of a file tells.
    private static readonly (int Thickness, int Slices)[] Thick = [(3, 60), (5, 36), (7, 26), (7, 25), (9, 20)];

    /// <summary>The classic phantom's, in Talairach space, 1 mm: the page "anatomic_ms" gives its start coordinates.</summary>
    public static VolumeGeometry Phantom { get; } = Grid(new(181, 217, 181), 1, 1, new(-90, -126, -72));

    /// <summary>
    /// That of the 20 subjects' models, which fill the same box with voxels of half the size: the first centre is 0.25 mm
    /// before the other.
    /// </summary>
    public static VolumeGeometry Subject { get; } = Grid(new(362, 434, 362), 0.5, 0.5, new(-90.25, -126.25, -72.25));

    /// <summary>
    /// That of the 20 subjects' T1, 1 mm: it reaches further to the sides, the front and the back than the models, about the
    /// same middle.
    /// </summary>
    public static VolumeGeometry SubjectScan { get; } = Grid(new(256, 256, 181), 1, 1, new(-128, -146, -72));

    /// <summary>All of them. No two take the same number of bytes, at one or two bytes a voxel.</summary>
    public static IReadOnlyList<VolumeGeometry> All { get; } =
    [
        Phantom,
        .. Thick.Select(t => Grid(new(181, 217, t.Slices), 1, t.Thickness, new(-90, -126, -72))),
        SubjectScan,
        Subject,
    ];

    private static VolumeGeometry Grid(GridSize size, double inSlice, double thickness, Point3 start) =>
        new(size, Affine.FromSpacing(new(inSlice, inSlice, thickness), start));
}
