using Concord.Imaging;
using SkiaSharp;

namespace Concord.Experiments.Reports.Figures;

/// <summary>A figure that is drawn as PNG for a page and as SVG for a paper, from the same lines.</summary>
/// <param name="Name">The name of its files.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Width">In points; a PNG has two pixels a point.</param>
/// <param name="Height">In points.</param>
/// <param name="Draw">Draws it on white.</param>
internal sealed record Figure(string Name, string Caption, int Width, int Height, Action<SKCanvas> Draw)
{
    private const int PixelsPerPoint = 2;
    private const int KeyLine = 22;

    /// <summary>The picture as a PNG file's bytes.</summary>
    public byte[] ToPng()
    {
        _ = FigureFont.Typeface;
        using var bitmap = new SKBitmap(Width * PixelsPerPoint, Height * PixelsPerPoint);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(PixelsPerPoint);
        Draw(canvas);
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>The figure as an SVG file's bytes.</summary>
    public byte[] ToSvg()
    {
        _ = FigureFont.Typeface;
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), stream))
        {
            using var white = new SKPaint { Color = SKColors.White };
            canvas.DrawRect(0, 0, Width, Height, white);
            Draw(canvas);
        }

        return stream.ToArray();
    }

    /// <summary>Writes both files.</summary>
    public void Write(string folder)
    {
        foreach (var (extension, bytes) in new[] { ("png", ToPng()), ("svg", ToSvg()) })
            AtomicFile.Write(Path.Combine(folder, $"{Name}.{extension}"), stream => stream.Write(bytes));
    }

    /// <summary>Writes a text with its baseline at y.</summary>
    public static void Text(
        SKCanvas canvas,
        string text,
        float x,
        float y,
        float size = 12,
        SKTextAlign align = SKTextAlign.Left,
        uint color = 0xFF1C2430
    )
    {
        using var font = new SKFont(FigureFont.Typeface, size);
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }

    /// <summary>Draws a chart into a part of the figure.</summary>
    public static void Chart(SKCanvas canvas, ScottPlot.Plot plot, int x, int y, int width, int height)
    {
        // A chart clears what it may draw on.
        canvas.Save();
        canvas.ClipRect(SKRect.Create(x, y, width, height));
        plot.Render(canvas, new ScottPlot.PixelRect(x, x + width, y + height, y));
        canvas.Restore();
    }

    /// <summary>Draws a picture with its upper left corner at a point.</summary>
    public static void Picture(SKCanvas canvas, Imaging.Pictures.Raster raster, float x, float y)
    {
        using var bitmap = new SKBitmap(raster.Width, raster.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = new byte[raster.Width * raster.Height * 4];
        for (var i = 0; i < raster.Width * raster.Height; i++)
        {
            raster.Pixels.AsSpan(3 * i, 3).CopyTo(pixels.AsSpan(4 * i));
            pixels[4 * i + 3] = 255;
        }

        System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, x, y);
    }

    /// <summary>The width of a text in points.</summary>
    public static float WidthOf(string text, float size = 12)
    {
        using var font = new SKFont(FigureFont.Typeface, size);
        return font.MeasureText(text);
    }

    /// <summary>The height that a key takes in points, where it has so much width.</summary>
    public static int KeyHeight(IEnumerable<(string Name, int Color)> entries, float width) =>
        KeyLine * Places(entries, width).Select(p => p.Line + 1).DefaultIfEmpty(0).Max();

    /// <summary>The colours of classes with their names, in as many lines as they need.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="entries">Names and colours.</param>
    /// <param name="x">The left edge.</param>
    /// <param name="y">The baseline of the first line.</param>
    /// <param name="width">Of a line.</param>
    public static void Key(
        SKCanvas canvas,
        IEnumerable<(string Name, int Color)> entries,
        float x,
        float y,
        float width
    )
    {
        foreach (var (name, color, at, line) in Places(entries, width))
        {
            using var paint = new SKPaint { Color = new SKColor(0xFF000000 | (uint)color) };
            canvas.DrawRect(x + at, y + KeyLine * line - 10, 12, 12, paint);
            Text(canvas, name, x + at + 17, y + KeyLine * line);
        }
    }

    private static IEnumerable<(string Name, int Color, float At, int Line)> Places(
        IEnumerable<(string Name, int Color)> entries,
        float width
    )
    {
        var (at, line) = (0f, 0);
        foreach (var (name, color) in entries)
        {
            var own = 17 + WidthOf(name);
            if (at > 0 && at + own > width)
                (at, line) = (0, line + 1);
            yield return (name, color, at, line);
            at += own + 18;
        }
    }
}
