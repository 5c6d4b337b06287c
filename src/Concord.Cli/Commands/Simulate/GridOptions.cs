using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation;

namespace Concord.Cli.Commands.Simulate;

/// <summary>The options of <c>concord simulate</c> that say on which grid images and truth lie.</summary>
internal sealed class GridOptions
{
    private readonly Option<string> _size = new("--size")
    {
        Description = "voxels of the grid, such as 181x217x181; own for the grid of the anatomy's file",
        DefaultValueFactory = _ => "181x217x181",
    };
    private readonly Option<string> _spacing = new("--spacing")
    {
        Description = "mm, such as 1 or 1x1x3: along a thicker axis the slice profile averages",
        DefaultValueFactory = _ => "1",
    };

    public IEnumerable<Option> All => [_size, _spacing];

    /// <summary>The settings with what the options say.</summary>
    public SubjectSettings Apply(ParseResult parsed, SubjectSettings settings)
    {
        if (parsed.GetValue(_size) != "own")
            return settings with { Geometry = Grid(parsed) };
        OptionValue.RequireAbsent(parsed, "with --size own", _spacing);
        return settings with { UsesOwnGrid = true };
    }

    private VolumeGeometry Grid(ParseResult parsed)
    {
        var size = Numbers("--size", parsed.GetValue(_size)!, 3);
        var spacing = Numbers("--spacing", parsed.GetValue(_spacing)!, 1, 3);
        if (spacing.Length == 1)
            spacing = [spacing[0], spacing[0], spacing[0]];
        foreach (var s in size)
            OptionValue.Range("--size", s, 16, 1024);
        foreach (var s in spacing)
            OptionValue.Range("--spacing", s, 0.4, 8);
        if (size.Any(s => s != Math.Floor(s)))
            throw new BadInputException("--size", "isn't whole", "give voxels, such as 181x217x181");
        return SubjectSettings.Centred(
            new((int)size[0], (int)size[1], (int)size[2]),
            new(spacing[0], spacing[1], spacing[2])
        );
    }

    private static double[] Numbers(string option, string text, params ReadOnlySpan<int> counts)
    {
        var numbers = text.Split(['x', ','])
            .Select(t => double.TryParse(t, CultureInfo.InvariantCulture, out var v) ? v : double.NaN)
            .ToArray();
        return counts.Contains(numbers.Length) && numbers.All(double.IsFinite)
            ? numbers
            : throw new BadInputException(option, $"{text} isn't understood", "give numbers with x between them");
    }
}
