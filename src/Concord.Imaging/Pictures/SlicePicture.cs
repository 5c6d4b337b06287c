using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;

namespace Concord.Imaging.Pictures;

/// <summary>
/// Draws slices of a scan with the outlines of labels, in the radiological way: the subject's right is on the left of the
/// picture (an R stands there), front and top are up.
/// </summary>
public static class SlicePicture
{
    /// <summary>The three planes side by side, through the middle of the labelled voxels.</summary>
    /// <param name="image">The scan.</param>
    /// <param name="labels">Class of each voxel on the same grid, 0 for none; null to draw the scan alone.</param>
    /// <param name="colors">0xRRGGBB of each class.</param>
    /// <param name="height">Pixels of the tallest plane, roughly.</param>
    /// <param name="centred">True to cut through the middle of the grid, whatever the labels.</param>
    public static Raster ThreePlanes(
        Volume<float> image,
        Volume<byte>? labels,
        IReadOnlyList<int> colors,
        int height = 320,
        bool centred = false
    )
    {
        var scan = Reorient.To(image, Orientation.Ras);
        var marks = labels is null ? null : Reorient.To(labels, Orientation.Ras);
        var (x, y, z) = Centre(centred ? null : marks, scan.Size);
        var size = scan.Size;
        var spacing = scan.Geometry.Spacing;
        var tallest = Math.Max(size.Y * spacing.Y, size.Z * spacing.Z);
        var scale = height / tallest;
        var window = Window(scan.Voxels);
        Raster[] planes =
        [
            Draw(scan, marks, colors, PlaneKind.Axial, z, scale, window),
            Draw(scan, marks, colors, PlaneKind.Coronal, y, scale, window),
            Draw(scan, marks, colors, PlaneKind.Sagittal, x, scale, window),
        ];
        var sheet = new Raster(planes.Sum(p => p.Width) + 8, planes.Max(p => p.Height));
        var left = 0;
        foreach (var plane in planes)
        {
            sheet.Paste(plane, left, (sheet.Height - plane.Height) / 2);
            left += plane.Width + 4;
        }

        return sheet;
    }

    /// <summary>One slice of a volume whose axes run RAS.</summary>
    /// <param name="scan">The scan, in RAS.</param>
    /// <param name="labels">Class of each voxel, in RAS; or null.</param>
    /// <param name="colors">0xRRGGBB of each class.</param>
    /// <param name="plane">Which plane.</param>
    /// <param name="index">Which slice.</param>
    /// <param name="scale">Pixels a mm.</param>
    /// <param name="window">Intensities drawn black and white.</param>
    /// <param name="style">How labels are drawn.</param>
    public static Raster Draw(
        Volume<float> scan,
        Volume<byte>? labels,
        IReadOnlyList<int> colors,
        PlaneKind plane,
        int index,
        double scale,
        (float Low, float High) window,
        LabelStyle style = LabelStyle.Outline
    )
    {
        var (size, mm) = (scan.Size, scan.Geometry.Spacing);
        var (columns, rows, across, up) = plane switch
        {
            PlaneKind.Axial => (size.X, size.Y, mm.X, mm.Y),
            PlaneKind.Coronal => (size.X, size.Z, mm.X, mm.Z),
            _ => (size.Y, size.Z, mm.Y, mm.Z),
        };
        var picture = new Raster(Pixels(columns * across * scale), Pixels(rows * up * scale));
        int Place(int px, int py)
        {
            // From the left of the picture to the subject's left; from its top downwards.
            var c = columns - 1 - (int)(px * (long)columns / picture.Width);
            var r = rows - 1 - (int)(py * (long)rows / picture.Height);
            return plane switch
            {
                PlaneKind.Axial => scan.Index(c, r, index),
                PlaneKind.Coronal => scan.Index(c, index, r),
                _ => scan.Index(index, c, r),
            };
        }

        for (var py = 0; py < picture.Height; py++)
        for (var px = 0; px < picture.Width; px++)
        {
            var at = Place(px, py);
            var grey = (int)(255 * Math.Clamp((scan.Voxels[at] - window.Low) / (window.High - window.Low), 0, 1));
            var color = grey * 0x010101;
            if (labels?.Voxels[at] is > 0 and var label)
            {
                if (style == LabelStyle.Filled)
                    color = Blend(colors[label], grey);
                else if (IsEdge(labels, Place, px, py, label, picture))
                    color = colors[label];
            }

            picture.Set(px, py, color);
        }

        if (plane != PlaneKind.Sagittal)
            Stamp(picture);
        return picture;
    }

    /// <summary>The intensities to draw black and white: the 1st and the 99.5th percentile.</summary>
    public static (float Low, float High) Window(ReadOnlySpan<float> voxels)
    {
        var step = Math.Max(1, voxels.Length / 100_000);
        var sample = new List<float>();
        for (var i = 0; i < voxels.Length; i += step)
            sample.Add(voxels[i]);
        sample.Sort();
        var (low, high) = (sample[sample.Count / 100], sample[(int)(sample.Count * 0.995)]);
        return high > low ? (low, high) : (low, low + 1);
    }

    // Two thirds of the colour: the scan shows through.
    private static int Blend(int color, int grey)
    {
        int Mix(int shift) => (2 * (color >> shift & 0xFF) + grey) / 3 << shift;
        return Mix(16) | Mix(8) | Mix(0);
    }

    private static bool IsEdge(
        Volume<byte> labels,
        Func<int, int, int> place,
        int x,
        int y,
        byte label,
        Raster picture
    ) =>
        x == 0
        || y == 0
        || x == picture.Width - 1
        || y == picture.Height - 1
        || labels.Voxels[place(x + 1, y)] != label
        || labels.Voxels[place(x - 1, y)] != label
        || labels.Voxels[place(x, y + 1)] != label
        || labels.Voxels[place(x, y - 1)] != label;

    private static (int X, int Y, int Z) Centre(Volume<byte>? labels, GridSize size)
    {
        if (labels is null || !labels.Voxels.AsSpan().ContainsAnyExcept((byte)0))
            return (size.X / 2, size.Y / 2, size.Z / 2);
        var box = Crop.Content(labels, margin: 0);
        return (box.X + box.Size.X / 2, box.Y + box.Size.Y / 2, box.Z + box.Size.Z / 2);
    }

    private static int Pixels(double length) => Math.Max(1, (int)Math.Round(length));

    private static void Stamp(Raster picture)
    {
        string[] rows = ["###.", "#..#", "###.", "#.#.", "#..#"];
        for (var y = 0; y < rows.Length * 2; y++)
        for (var x = 0; x < 8; x++)
            if (rows[y / 2][x / 2] == '#')
                picture.Set(4 + x, picture.Height / 2 - 5 + y, 0xFFFFFF);
    }
}
