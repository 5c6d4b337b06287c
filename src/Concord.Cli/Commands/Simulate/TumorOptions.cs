using System.CommandLine;
using System.CommandLine.Parsing;
using Concord.Imaging;
using Concord.Simulation.Tumors;

namespace Concord.Cli.Commands.Simulate;

/// <summary>The options that <c>concord simulate tumor</c> has beside the others'.</summary>
internal sealed class TumorOptions
{
    private static readonly TumorSettings Defaults = new();

    private readonly Option<string?> _grade = new("--grade") { Description = "low or high; drawn if left out" };
    private readonly Option<double?> _volume = new("--tumor-volume")
    {
        Description = "ml of the bulk that pushes tissue aside; drawn from 4 to 50 if left out",
    };
    private readonly Option<double> _seedShare = new("--seed-share")
    {
        Description = "the share of the bulk that was there before it pushed; 1 is no mass effect",
        DefaultValueFactory = _ => Defaults.SeedShare,
    };
    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "how many seeds it grows from",
        DefaultValueFactory = _ => Defaults.Seeds,
    };
    private readonly Option<string> _tissue = new("--seed-in")
    {
        Description = "wm or gm: where seeds are placed",
        DefaultValueFactory = _ => "wm",
    };
    private readonly Option<string?> _mask = new("--seed-mask")
    {
        Description = "a mask in the space of the one anatomy given: where the tumour begins",
    };
    private readonly Option<string?> _tensors = new("--dti")
    {
        Description = "diffusion tensors of the one anatomy given; made from its white matter if left out",
    };
    private readonly Option<string> _axes = new("--dti-axes")
    {
        Description = "fsl or world: the axes of the tensors' components",
        DefaultValueFactory = _ => "fsl",
    };
    private readonly Option<double?> _infiltration = new("--infiltration")
    {
        Description = "mm that cells reach into white matter; drawn from 1 to 6 if left out",
    };
    private readonly Option<double?> _ratio = new("--white-to-grey")
    {
        Description = "how much faster cells spread in white than in grey matter; drawn from 5 to 10 if left out",
    };
    private readonly Option<double> _diffusivity = new("--diffusivity")
    {
        Description = "of cells in white matter, mm2 a day",
        DefaultValueFactory = _ => Defaults.Diffusivity,
    };
    private readonly Option<double> _proliferation = new("--proliferation")
    {
        Description = "rate at which cells multiply, per day",
        DefaultValueFactory = _ => Defaults.Proliferation,
    };
    private readonly Option<double?> _edema = new("--edema")
    {
        Description = "mm that oedema reaches; drawn by grade if left out",
    };
    private readonly Option<bool> _stages = new("--stages")
    {
        Description = "also write the field that each stage leaves: seed, displacement, tensors, densities, parts",
    };

    private readonly Option<string?> _from = new("--from-stages")
    {
        Description =
            "an earlier set made with --stages: what its stages left is kept, and files that are missing are made again",
    };

    public IEnumerable<Option> All =>
        [
            _grade,
            _volume,
            _seedShare,
            _seeds,
            _tissue,
            _mask,
            _tensors,
            _axes,
            _infiltration,
            _ratio,
            _diffusivity,
            _proliferation,
            _edema,
            _stages,
            _from,
        ];

    public string? StagesFrom(ParseResult parsed) =>
        parsed.GetValue(_from) is { } folder ? Path.TrimEndingDirectorySeparator(folder) : null;

    public bool WritesStages(ParseResult parsed) => parsed.GetValue(_stages);

    public TumorSettings Settings(ParseResult parsed) =>
        Defaults with
        {
            Grade = OptionValue.Choice<TumorGrade?>(
                "--grade",
                parsed.GetValue(_grade),
                (null, null),
                ("low", TumorGrade.Low),
                ("high", TumorGrade.High)
            ),
            BulkVolume = OptionValue.Range("--tumor-volume", parsed.GetValue(_volume), 0.5, 150),
            SeedShare = OptionValue.Range("--seed-share", parsed.GetValue(_seedShare), 0.05, 1),
            Seeds = (int)OptionValue.Range("--seeds", parsed.GetValue(_seeds), 1, 5),
            StartsInGrey = OptionValue.Choice("--seed-in", parsed.GetValue(_tissue), ("wm", false), ("gm", true)),
            Infiltration = OptionValue.Range("--infiltration", parsed.GetValue(_infiltration), 0, 30),
            WhiteToGrey = OptionValue.Range("--white-to-grey", parsed.GetValue(_ratio), 1, 50),
            Diffusivity = OptionValue.Range("--diffusivity", parsed.GetValue(_diffusivity), 0.01, 2),
            Proliferation = OptionValue.Range("--proliferation", parsed.GetValue(_proliferation), 0.001, 0.5),
            EdemaExtent = OptionValue.Range("--edema", parsed.GetValue(_edema), 0, 60),
        };

    public TumorInputs Inputs(ParseResult parsed)
    {
        var (mask, tensors) = (parsed.GetValue(_mask), parsed.GetValue(_tensors));
        if (mask is not null)
            OptionValue.RequireAbsent(parsed, "with --seed-mask", _seeds, _tissue, _seedShare);
        if (tensors is null)
            OptionValue.RequireAbsent(parsed, "without --dti", _axes);
        var axes = OptionValue.Choice(
            "--dti-axes",
            parsed.GetValue(_axes),
            ("fsl", TensorAxes.Fsl),
            ("world", TensorAxes.World)
        );
        return new()
        {
            MaskFile = mask,
            Mask = mask is null ? null : ImageFile.Open(mask).ToIntensities(),
            TensorFile = tensors,
            Tensors = tensors is null ? null : TensorFile.Read(tensors, axes),
        };
    }
}
