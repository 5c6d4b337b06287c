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

namespace Concord.Cli.Commands.Simulate;

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
    private readonly Option<double> _deformation = new("--deformation")
    {
        Description = "how much subjects differ in shape from their anatomy, 0 to 2; 0 also keeps size, place and side",
        DefaultValueFactory = _ => 1,
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
    private readonly ScannerOptions _scanner = new(kind);
    private readonly GridOptions _grid = new();
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
            .. _scanner.All,
            .. _grid.All,
            _deformation,
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
        OptionValue.Range("--workers", parsed.GetValue(Workers), 1, 256);
        OptionValue.Range("--count", parsed.GetValue(_count), 1, 100000);
        OptionValue.Range("--seed", parsed.GetValue(_seed), 0, int.MaxValue);
        return new()
        {
            Subject = Subject(parsed),
            Count = parsed.GetValue(_count),
            Seed = (ulong)parsed.GetValue(_seed),
            Anatomy = AnatomyName(parsed),
            IgnoresUnknownCodes = parsed.GetValue(_ignoreUnknown),
            KeepsAnatomyLesions = KeepsLesions(parsed),
            Hidden = kind == SubjectKind.Brain ? HiddenLabels.None : Hidden(parsed),
            WritesMemberships = parsed.GetValue(_memberships) || kind == SubjectKind.Tumor,
            WritesStructures = parsed.GetValue(_structures),
            WritesStages = kind == SubjectKind.Tumor && _tumor.WritesStages(parsed),
            StagesFrom = kind == SubjectKind.Tumor ? _tumor.StagesFrom(parsed) : null,
        };
    }

    /// <summary>The anatomies that the options name.</summary>
    public AnatomyLibrary Library(ParseResult parsed, DatasetSettings settings)
    {
        // A thick slice's profile averages over boundaries, which are as sharp as along its plane.
        var spacing = settings.Subject.Geometry.Spacing;
        var library = AnatomyLibrary.Open(
            parsed.GetValue(_anatomy)!,
            settings.IgnoresUnknownCodes,
            settings.KeepsAnatomyLesions,
            Math.Min(spacing.X, Math.Min(spacing.Y, spacing.Z))
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
        var defaults = _grid.Apply(parsed, _scanner.Apply(parsed, new()));
        var strength = OptionValue.Range("--deformation", parsed.GetValue(_deformation), 0, 2);
        var d = defaults.Deformation;
        var volume = parsed.GetValue(_volume);
        if (volume is { } ml)
            OptionValue.Range("--lesion-volume", ml, 0.01, 200);
        return defaults with
        {
            Kind = kind,
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
            Lesions = defaults.Lesions with { Volume = volume },
            Tumor = kind == SubjectKind.Tumor ? _tumor.Settings(parsed) : defaults.Tumor,
            TumorInputs = kind == SubjectKind.Tumor ? _tumor.Inputs(parsed) : defaults.TumorInputs,
        };
    }

    private HiddenLabels Hidden(ParseResult parsed) =>
        OptionValue.Choice(
            "--hide",
            parsed.GetValue(_hide),
            ("none", HiddenLabels.None),
            ("tissue", HiddenLabels.Tissue),
            ("lesion", HiddenLabels.Lesion)
        );
}
