using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Pictures;
using Concord.Imaging.Spatial;

namespace Concord.Experiments.Reports.Figures;

/// <summary>Axial slices of a scan, with and without labels, all of the same place and size.</summary>
internal sealed class LabelSheets
{
    private readonly Volume<float> _scan;
    private readonly int _slice;
    private readonly double _scale;
    private readonly (float, float) _window;

    /// <param name="image">The scan, on any grid.</param>
    /// <param name="marks">What the slice should show most of: 1 where it is; null for the middle of the grid.</param>
    /// <param name="width">Pixels of a slice.</param>
    public LabelSheets(Volume<float> image, Volume<byte>? marks, int width)
    {
        _scan = Reorient.To(image, Orientation.Ras);
        _slice = _scan.Size.Z / 2;
        if (marks is not null)
        {
            var here = Reorient.To(marks, Orientation.Ras);
            var plane = here.Size.X * here.Size.Y;
            var counts = Enumerable
                .Range(0, here.Size.Z)
                .Select(z => here.Voxels.AsSpan(z * plane, plane).Count((byte)1))
                .ToList();
            if (counts.Max() > 0)
                _slice = counts.IndexOf(counts.Max());
        }

        _scale = width / (_scan.Size.X * _scan.Geometry.Spacing.X);
        _window = SlicePicture.Window(_scan.Voxels);
        (Width, Height) = (width, (int)Math.Round(_scan.Size.Y * _scan.Geometry.Spacing.Y * _scale));
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>The slice with filled labels, or alone.</summary>
    /// <param name="labels">What is filled; null for nothing.</param>
    /// <param name="colors">0xRRGGBB of each label.</param>
    /// <param name="isDark">Whether the scan has half its brightness, so that white can be seen on it.</param>
    public Raster Draw(Volume<byte>? labels, IReadOnlyList<int> colors, bool isDark = false) =>
        SlicePicture.Draw(
            _scan,
            labels is null ? null : Reorient.To(labels, Orientation.Ras),
            colors,
            PlaneKind.Axial,
            _slice,
            _scale,
            isDark ? (_window.Item1, 2 * _window.Item2 - _window.Item1) : _window,
            LabelStyle.Filled
        );
}
