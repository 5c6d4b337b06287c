using Concord.Imaging;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Signal;

/// <summary>The sites that can be named. A new one is one line.</summary>
public static class SiteCatalog
{
    /// <summary>The sequences that every site has.</summary>
    public static IReadOnlyList<string> Sequences { get; } = ["T1", "T1c", "T2", "PD", "FLAIR", "IR", "MPRAGE"];

    /// <summary>
    /// A: 1.5 T with BrainWeb's sequences. B: 3 T with MPRAGE as T1, quiet, uneven. C: 1.5 T with spin echoes, older and
    /// noisier. D: 3 T with a short, strongly T1-weighted gradient echo.
    /// </summary>
    public static IReadOnlyList<Site> All { get; } =
    [
        Make(
            "A",
            FieldStrength.Tesla1Point5,
            new SpoiledGradientEcho(18, 10, 30),
            (3300, 120, 35),
            (9000, 120),
            3,
            20,
            0.8
        ),
        Make("B", FieldStrength.Tesla3, new InversionPreparedGradientEcho(), (5000, 100, 12), (9000, 125), 2, 35, 0.6),
        Make(
            "C",
            FieldStrength.Tesla1Point5,
            new SpinEcho(500, 14) { Reference = Tissue.WhiteMatter },
            (2800, 90, 20),
            (8000, 140),
            5,
            20,
            1.3
        ),
        Make("D", FieldStrength.Tesla3, new SpoiledGradientEcho(9.8, 4.6, 14), (4500, 85, 15), (11000, 130), 3, 30, 1),
    ];

    /// <summary>Finds a site by name, whatever its case.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static Site Find(string name) =>
        All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new BadInputException(
            "--site",
            $"there is no site {name}",
            $"choose {string.Join(", ", All.Select(s => s.Name))}"
        );

    private static Site Make(
        string name,
        FieldStrength field,
        PulseSequence t1,
        (double TR, double Late, double Early) spinEcho,
        (double TR, double TE) flair,
        double noise,
        double inhomogeneity,
        double blur
    ) =>
        new()
        {
            Name = name,
            Field = field,
            NoisePercent = noise,
            InhomogeneityPercent = inhomogeneity,
            Blur = blur,
            Sequences = new Dictionary<string, PulseSequence>(StringComparer.Ordinal)
            {
                ["T1"] = t1,
                ["T1c"] = t1 with { IsEnhanced = true },
                ["T2"] = new SpinEcho(spinEcho.TR, spinEcho.Late),
                ["PD"] = new SpinEcho(spinEcho.TR, spinEcho.Early),
                ["FLAIR"] = InversionRecoverySpinEcho.Flair(flair.TR, flair.TE, field),
                // As MRBrainS13's at 3 T (TR 4416, TE 15, TI 400; Mendrik et al. 2015).
                ["IR"] = new InversionRecoverySpinEcho(4400, 15, field == FieldStrength.Tesla3 ? 400 : 300),
                ["MPRAGE"] = new InversionPreparedGradientEcho(),
            },
        };
}
