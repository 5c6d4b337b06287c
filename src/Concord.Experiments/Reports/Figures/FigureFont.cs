using ScottPlot;
using SkiaSharp;

namespace Concord.Experiments.Reports.Figures;

/// <summary>
/// The font of figures, which comes along: a machine without fonts would draw no text and say nothing, and one with others
/// would draw other pictures.
/// </summary>
internal static class FigureFont
{
    /// <summary>Its name.</summary>
    public const string Name = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> Loaded = new(Load);

    /// <summary>The typeface; charts know it by <see cref="Name"/> from then on.</summary>
    public static SKTypeface Typeface => Loaded.Value;

    private static SKTypeface Load()
    {
        using var stream = typeof(FigureFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        using var data = SKData.Create(stream);
        var typeface = SKTypeface.FromData(data);
        Fonts.FontResolvers.Insert(0, new Resolver(typeface));
        Fonts.Default = Name;
        return typeface;
    }

    private sealed class Resolver(SKTypeface typeface) : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Name ? typeface : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName == Name ? typeface : null;
    }
}
