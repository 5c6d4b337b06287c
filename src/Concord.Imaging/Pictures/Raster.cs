using StbImageWriteSharp;

namespace Concord.Imaging.Pictures;

/// <summary>A colour picture, 8 bits each of red, green and blue, rows from top to bottom.</summary>
public sealed class Raster
{
    /// <summary>Makes a black picture.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public Raster(int width, int height)
    {
        (Width, Height) = (width, height);
        Pixels = new byte[width * height * 3];
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>Red, green, blue of each pixel.</summary>
    public byte[] Pixels { get; }

    /// <summary>Sets a pixel; points outside are ignored.</summary>
    /// <param name="x">From the left.</param>
    /// <param name="y">From the top.</param>
    /// <param name="color">0xRRGGBB.</param>
    public void Set(int x, int y, int color)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
            return;
        var i = 3 * (x + Width * y);
        (Pixels[i], Pixels[i + 1], Pixels[i + 2]) = ((byte)(color >> 16), (byte)(color >> 8), (byte)color);
    }

    /// <summary>Copies another picture into this one.</summary>
    public void Paste(Raster other, int left, int top)
    {
        for (var y = 0; y < Math.Min(other.Height, Height - top); y++)
        {
            var count = 3 * Math.Min(other.Width, Width - left);
            other.Pixels.AsSpan(3 * other.Width * y, count).CopyTo(Pixels.AsSpan(3 * (left + Width * (top + y))));
        }
    }

    /// <summary>The picture as a PNG file's bytes.</summary>
    public byte[] ToPng()
    {
        using var stream = new MemoryStream();
        new ImageWriter().WritePng(Pixels, Width, Height, ColorComponents.RedGreenBlue, stream);
        return stream.ToArray();
    }
}
