using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Datasets;
using Concord.Simulation.Deformation;
using Concord.Simulation.Lesions;
using Concord.Simulation.Signal;

namespace Concord.Cli.Commands;

/// <summary>The options of <c>concord simulate</c>, and what they say.</summary>
internal sealed class SimulateOptions(SubjectKind kind)
{
    private readonly Option<string> _anatomy = new("--anatomy")
    {
        Description =
            "a folder (or one file) of label maps with FreeSurfer's codes or of BrainWeb's models, or procedural",
        DefaultValueFactory = _ => AnatomyLibrary.Procedural,
    };
    private readonly Option<int> _count = new("--count", "-n")
    {
        Description = "how many subjects",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<string> _sequences = new("--sequences")
    {
        Description = $"of {string.Join(", ", SiteCatalog.Sequences)}",
        DefaultValueFactory = _ => kind == SubjectKind.Tumor ? "T1,T1c,T2,FLAIR" : "T1,FLAIR",
    };
    private readonly Option<string> _site = new("--site")
    {
        Description = "the scanner: field strength, timing, noise, inhomogeneity and blur together; A, B, C or D",
        DefaultValueFactory = _ => "A",
    };
    private readonly Option<string[]> _parameter = new("--parameter")
    {
        Description = "one parameter of one sequence, such as T1.TR=20 or FLAIR.TI=2400 (ms; FA in degrees)",
    };
    private readonly Option<double?> _noise = new("--noise")
    {
        Description = "percent of the reference tissue's signal; the site's if left out",
    };
    private readonly Option<double?> _inu = new("--inu")
    {
        Description = "intensity inhomogeneity in percent: 20 is 0.90 to 1.10; the site's if left out",
    };
    private readonly Option<double?> _blur = new("--blur")
    {
        Description = "width of the point spread in mm; the site's if left out",
    };
    private readonly Option<double> _motion = new("--motion") { Description = "strength of motion ghosts, 0 to 1" };
    private readonly Option<double> _sampled = new("--kspace")
    {
        Description = "the share of k-space that is measured, 0.4 to 1: below 1, edges ring",
        DefaultValueFactory = _ => 1,
    };
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
    private readonly Option<double> _deformation = new("--deformation")
    {
        Description = "how much subjects differ in shape from their anatomy, 0 to 2; 0 also keeps size, place and side",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<double> _texture = new("--texture")
    {
        Description = "percent of variation within a tissue",
        DefaultValueFactory = _ => new SubjectSettings().TexturePercent,
    };
    private readonly Option<double> _variation = new("--variation")
    {
        Description = "percent of variation of relaxation times between subjects",
        DefaultValueFactory = _ => new SubjectSettings().VariationPercent,
    };
    private readonly Option<double?> _volume = new("--lesion-volume")
    {
        Description = "total volume in ml; drawn between 0.5 and 60 if left out",
    };
    private readonly Option<bool> _keepLesions = new("--anatomy-lesions")
    {
        Description = "keep the white matter lesions that the anatomies have, beside the simulated ones",
    };
    private readonly Option<bool> _ignoreUnknown = new("--ignore-unknown")
    {
        Description = "take codes that FreeSurfer's table doesn't know for air",
    };
    private readonly TumorOptions _tumor = new();
    private readonly Option<string> _hide = new("--hide")
    {
        Description = "tissue or lesion: write the labels that a set made for the other task would have",
        DefaultValueFactory = _ => "none",
    };
    private readonly Option<bool> _memberships = new("--memberships")
    {
        Description = "also write the membership volumes (a tumour always has them)",
    };
    private readonly Option<bool> _structures = new("--structures")
    {
        Description = "also write FreeSurfer's code of each voxel, where the anatomy has them",
    };
    private readonly Option<int> _seed = new("--seed")
    {
        Description = "the same seed makes the same files",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>The folder to write to.</summary>
    public Option<string> Output { get; } =
        new("--output", "-o") { Description = "the folder to write to", Required = true };

    /// <summary>How many subjects are made at a time.</summary>
    public Option<int> Workers { get; } =
        new("--workers") { Description = "subjects made at a time", DefaultValueFactory = _ => 1 };

    /// <summary>The options that this kind of subject has.</summary>
    public IEnumerable<Option> All =>
        [
            _anatomy,
            _count,
            _sequences,
            _site,
            _parameter,
            _noise,
            _inu,
            _blur,
            _motion,
            _sampled,
            _size,
            _spacing,
            _deformation,
            _texture,
            _variation,
            .. kind == SubjectKind.Lesions ? [_volume, _keepLesions] : Array.Empty<Option>(),
            .. kind == SubjectKind.Tumor ? _tumor.All : Array.Empty<Option>(),
            .. kind == SubjectKind.Brain ? Array.Empty<Option>() : [_hide],
            _memberships,
            _structures,
            _ignoreUnknown,
            _seed,
            Output,
            Workers,
        ];

    /// <summary>The set that the options ask for.</summary>
    /// <exception cref="BadInputException">A value is out of its range.</exception>
    public DatasetSettings Settings(ParseResult parsed)
    {
        RequireRange("--workers", parsed.GetValue(Workers), 1, 256);
        RequireRange("--count", parsed.GetValue(_count), 1, 100000);
        RequireRange("--seed", parsed.GetValue(_seed), 0, int.MaxValue);
        return new()
        {
            Subject = Subject(parsed),
            Count = parsed.GetValue(_count),
            Seed = (ulong)parsed.GetValue(_seed),
            Anatomy = AnatomyName(parsed),
            IgnoresUnknownCodes = parsed.GetValue(_ignoreUnknown),
            KeepsAnatomyLesions = KeepsLesions(parsed),
            Hidden = kind == SubjectKind.Brain ? HiddenLabels.None : Hidden(parsed.GetValue(_hide)!),
            WritesMemberships = parsed.GetValue(_memberships) || kind == SubjectKind.Tumor,
            WritesStructures = parsed.GetValue(_structures),
            WritesStages = kind == SubjectKind.Tumor && _tumor.WritesStages(parsed),
            StagesFrom = kind == SubjectKind.Tumor ? _tumor.StagesFrom(parsed) : null,
        };
    }

    /// <summary>The anatomies that the options name.</summary>
    public AnatomyLibrary Library(ParseResult parsed, DatasetSettings settings)
    {
        var library = AnatomyLibrary.Open(
            parsed.GetValue(_anatomy)!,
            settings.IgnoresUnknownCodes,
            settings.KeepsAnatomyLesions,
            settings.Subject.Geometry.Spacing.X
        );
        if (library.IsProcedural && settings.Subject.UsesOwnGrid)
            throw new BadInputException("--size", "a procedural head has no grid of its own", "give a size");
        if (settings.Subject.TumorInputs is { } given && (given.Mask is not null || given.Tensors is not null))
        {
            if (library.Count != 1)
                throw new BadInputException(
                    given.MaskFile ?? given.TensorFile!,
                    "fits one anatomy",
                    "name that one with --anatomy"
                );
        }

        return library;
    }

    private bool KeepsLesions(ParseResult parsed) => kind == SubjectKind.Lesions && parsed.GetValue(_keepLesions);

    // The folder's name only: where it lies changes from machine to machine, and the bytes must not.
    private string AnatomyName(ParseResult parsed) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(parsed.GetValue(_anatomy)!));

    private SubjectSettings Subject(ParseResult parsed)
    {
        var defaults = new SubjectSettings();
        var site = Site(parsed);
        var strength = Range("--deformation", parsed.GetValue(_deformation), 0, 2);
        var usesOwnGrid = parsed.GetValue(_size) == "own";
        var d = defaults.Deformation;
        var volume = parsed.GetValue(_volume);
        if (volume is { } ml)
            RequireRange("--lesion-volume", ml, 0.01, 200);
        return defaults with
        {
            Kind = kind,
            Geometry = usesOwnGrid ? defaults.Geometry : Grid(parsed),
            UsesOwnGrid = usesOwnGrid,
            Deformation =
                strength == 0
                    ? DeformationSettings.None
                    : d with
                    {
                        Warp = strength * d.Warp,
                        Turn = strength * d.Turn,
                        Scale = strength * d.Scale,
                        Shear = strength * d.Shear,
                        Shift = strength * d.Shift,
                    },
            Site = site,
            Sequences = Sequences(parsed.GetValue(_sequences)!),
            TexturePercent = Range("--texture", parsed.GetValue(_texture), 0, 20),
            VariationPercent = Range("--variation", parsed.GetValue(_variation), 0, 20),
            Motion = Range("--motion", parsed.GetValue(_motion), 0, 1),
            Sampled = Range("--kspace", parsed.GetValue(_sampled), 0.4, 1),
            Lesions = defaults.Lesions with { Volume = volume },
            Tumor = kind == SubjectKind.Tumor ? _tumor.Settings(parsed) : defaults.Tumor,
            TumorInputs = kind == SubjectKind.Tumor ? _tumor.Inputs(parsed) : defaults.TumorInputs,
        };
    }

    private Site Site(ParseResult parsed)
    {
        var site = SiteCatalog.Find(parsed.GetValue(_site)!);
        var sequences = new Dictionary<string, PulseSequence>(site.Sequences, StringComparer.Ordinal);
        foreach (var text in parsed.GetValue(_parameter) ?? [])
            SequenceParameter.Apply(text, sequences);
        return site with
        {
            Sequences = sequences,
            NoisePercent = Range("--noise", parsed.GetValue(_noise) ?? site.NoisePercent, 0, 30),
            InhomogeneityPercent = Range("--inu", parsed.GetValue(_inu) ?? site.InhomogeneityPercent, 0, 100),
            Blur = Range("--blur", parsed.GetValue(_blur) ?? site.Blur, 0, 10),
        };
    }

    private static IReadOnlyList<string> Sequences(string text)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var sequences = new List<string>();
        foreach (var name in names)
        {
            var known =
                SiteCatalog.Sequences.FirstOrDefault(s => s.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new BadInputException(
                    "--sequences",
                    $"there is no sequence {name}",
                    $"choose of {string.Join(", ", SiteCatalog.Sequences)}"
                );
            if (sequences.Contains(known))
                throw new BadInputException("--sequences", $"{known} is named twice", "name each once");
            sequences.Add(known);
        }

        return sequences.Count > 0
            ? sequences
            : throw new BadInputException("--sequences", "names none", "give T1,FLAIR for instance");
    }

    private VolumeGeometry Grid(ParseResult parsed)
    {
        var size = Numbers("--size", parsed.GetValue(_size)!, 3);
        var spacing = Numbers("--spacing", parsed.GetValue(_spacing)!, 1, 3);
        if (spacing.Length == 1)
            spacing = [spacing[0], spacing[0], spacing[0]];
        foreach (var s in size)
            RequireRange("--size", s, 16, 1024);
        foreach (var s in spacing)
            RequireRange("--spacing", s, 0.4, 8);
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

    private static HiddenLabels Hidden(string text) =>
        text.ToLowerInvariant() switch
        {
            "none" => HiddenLabels.None,
            "tissue" => HiddenLabels.Tissue,
            "lesion" => HiddenLabels.Lesion,
            _ => throw new BadInputException("--hide", $"{text} can't be hidden", "give tissue or lesion"),
        };

    internal static double Range(string option, double value, double low, double high)
    {
        RequireRange(option, value, low, high);
        return value;
    }

    internal static void RequireRange(string option, double value, double low, double high)
    {
        // NaN fails the comparison.
        if (!(value >= low && value <= high))
            throw new BadInputException(
                option,
                string.Create(CultureInfo.InvariantCulture, $"{value} is out of its range"),
                string.Create(CultureInfo.InvariantCulture, $"give {low} to {high}")
            );
    }
}
