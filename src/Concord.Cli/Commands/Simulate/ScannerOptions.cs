using System.CommandLine;
using System.CommandLine.Parsing;
using Concord.Imaging;
using Concord.Simulation;
using Concord.Simulation.Signal;

namespace Concord.Cli.Commands.Simulate;

/// <summary>The options of <c>concord simulate</c> that say what a subject is scanned with.</summary>
internal sealed class ScannerOptions(SubjectKind kind)
{
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

    public IEnumerable<Option> All =>
        [_sequences, _site, _parameter, _noise, _inu, _blur, _motion, _sampled, _texture, _variation];

    /// <summary>The settings with what the options say.</summary>
    public SubjectSettings Apply(ParseResult parsed, SubjectSettings settings)
    {
        var sequences = Sequences(parsed.GetValue(_sequences)!);
        return settings with
        {
            Site = Site(parsed, sequences),
            Sequences = sequences,
            TexturePercent = OptionValue.Range("--texture", parsed.GetValue(_texture), 0, 20),
            VariationPercent = OptionValue.Range("--variation", parsed.GetValue(_variation), 0, 20),
            Motion = OptionValue.Range("--motion", parsed.GetValue(_motion), 0, 1),
            Sampled = OptionValue.Range("--kspace", parsed.GetValue(_sampled), 0.4, 1),
        };
    }

    private Site Site(ParseResult parsed, IReadOnlyList<string> taken)
    {
        var site = SiteCatalog.Find(parsed.GetValue(_site)!);
        var sequences = new Dictionary<string, PulseSequence>(site.Sequences, StringComparer.Ordinal);
        foreach (var text in parsed.GetValue(_parameter) ?? [])
            SequenceParameter.Apply(text, sequences, taken);
        return site with
        {
            Sequences = sequences,
            NoisePercent = OptionValue.Range("--noise", parsed.GetValue(_noise) ?? site.NoisePercent, 0, 30),
            InhomogeneityPercent = OptionValue.Range(
                "--inu",
                parsed.GetValue(_inu) ?? site.InhomogeneityPercent,
                0,
                100
            ),
            Blur = OptionValue.Range("--blur", parsed.GetValue(_blur) ?? site.Blur, 0, 10),
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
}
