using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Signal;

namespace Concord.Simulation.Tests.Signal;

public sealed class SiteCatalogTests
{
    [Fact]
    public void Every_site_has_every_sequence_and_every_signal_is_finite()
    {
        SiteCatalog.All.Select(s => s.Name).ShouldBe(["A", "B", "C", "D"]);
        foreach (var site in SiteCatalog.All)
        {
            site.Sequences.Keys.ShouldBe(SiteCatalog.Sequences, ignoreOrder: true);
            site.NoisePercent.ShouldBeInRange(0, 30);
            site.InhomogeneityPercent.ShouldBeInRange(0, 100);
            site.Blur.ShouldBeInRange(0, 5);
            foreach (var (name, sequence) in site.Sequences)
            {
                sequence.IsEnhanced.ShouldBe(name == "T1c");
                var model = SignalModel.Typical(site.Field);
                foreach (var tissue in Enum.GetValues<Tissue>())
                {
                    var signal = model.Signal(sequence, tissue);
                    var isSilent = tissue is Tissue.Background or Tissue.Skull;
                    (double.IsFinite(signal) && signal >= 0 && signal <= 1).ShouldBeTrue(
                        $"{site.Name} {name} {tissue}"
                    );
                    (signal == 0).ShouldBe(isSilent, $"{site.Name} {name} {tissue}");
                }

                // Noise needs a signal to refer to.
                model.Signal(sequence, sequence.NoiseReference).ShouldBeGreaterThan(0.01, $"{site.Name} {name}");
            }
        }
    }

    // BrainWeb's: white matter where it weighs by T1, also where that is a spin echo.
    [Fact]
    public void Noise_is_a_share_of_what_is_bright()
    {
        foreach (var site in SiteCatalog.All)
        foreach (
            var (name, reference) in new[]
            {
                ("T1", Tissue.WhiteMatter),
                ("T1c", Tissue.WhiteMatter),
                ("T2", Tissue.Csf),
            }
        )
            site.Sequences[name].NoiseReference.ShouldBe(reference, $"{site.Name} {name}");
    }

    [Theory]
    [InlineData("A")]
    [InlineData("B")]
    [InlineData("C")]
    [InlineData("D")]
    public void Tissues_order_as_radiologists_know_them(string name)
    {
        var site = SiteCatalog.Find(name);
        Order("T1", Tissue.WhiteMatter, Tissue.GreyMatter, Tissue.Csf);
        Order("T1", Tissue.WhiteMatter, Tissue.Lesion);
        Order("T1", Tissue.Fat, Tissue.GreyMatter);
        Order("MPRAGE", Tissue.WhiteMatter, Tissue.DeepGrey, Tissue.GreyMatter, Tissue.Csf);
        Order("T2", Tissue.Csf, Tissue.GreyMatter, Tissue.WhiteMatter);
        Order("T2", Tissue.Lesion, Tissue.GreyMatter);
        Order("PD", Tissue.GreyMatter, Tissue.WhiteMatter);
        Order("FLAIR", Tissue.Lesion, Tissue.GreyMatter, Tissue.WhiteMatter, Tissue.Csf);
        Order("FLAIR", Tissue.Edema, Tissue.WhiteMatter);
        // Before the zero of white matter: the magnitude of what is still inverted.
        Order("IR", Tissue.Csf, Tissue.GreyMatter, Tissue.WhiteMatter);

        void Order(string sequence, params Tissue[] brightestFirst)
        {
            var model = SignalModel.Typical(site.Field);
            var signals = Array.ConvertAll(brightestFirst, tissue => model.Signal(site.Sequences[sequence], tissue));
            for (var i = 1; i < signals.Length; i++)
                signals[i].ShouldBeLessThan(0.97 * signals[i - 1], $"{sequence} {brightestFirst[i]}");
        }
    }

    [Fact]
    public void Names_are_found_in_any_case_and_others_refused()
    {
        SiteCatalog.Find("b").Field.ShouldBe(FieldStrength.Tesla3);
        Should
            .Throw<BadInputException>(() => SiteCatalog.Find("E"))
            .Message.ShouldBe("--site: there is no site E (choose A, B, C, D)");
    }

    [Fact]
    public void Sequences_accept_their_own_parameters()
    {
        foreach (var sequence in SiteCatalog.All.SelectMany(s => s.Sequences.Values))
        {
            var values = sequence.Parameters.ToDictionary(p => p.Key, p => p.Value);
            sequence.With(values).ShouldBe(sequence);
            foreach (var name in values.Keys)
            {
                // Each parameter reaches its own place.
                var changed = new Dictionary<string, double>(values)
                {
                    [name] = name == "N" ? 20 : 0.99 * values[name],
                };
                sequence.With(changed).ShouldNotBeNull().Parameters.ToDictionary().ShouldBe(changed, name);
            }
        }
    }

    public static TheoryData<PulseSequence, string, double> Impossible =>
        new()
        {
            { new SpoiledGradientEcho(), "TR", 10 },
            { new SpoiledGradientEcho(), "TE", -1 },
            { new SpoiledGradientEcho(), "TE", 18 },
            { new SpoiledGradientEcho(), "FA", 0 },
            { new SpoiledGradientEcho(), "FA", 91 },
            { new SpoiledGradientEcho(), "FA", double.NaN },
            { new SpinEcho(), "TE", 3300 },
            { new SpinEcho(), "TE", -0.1 },
            { new SpinEcho(), "TR", 0 },
            { new SpinEcho(), "TR", double.NaN },
            { new InversionRecoverySpinEcho(4400, 15, 400), "TI", 4385 },
            { new InversionRecoverySpinEcho(4400, 15, 400), "TI", -1 },
            { new InversionRecoverySpinEcho(4400, 15, 400), "TE", 4000 },
            { new InversionPreparedGradientEcho(), "TI", 599 },
            { new InversionPreparedGradientEcho(), "TR", 1499 },
            { new InversionPreparedGradientEcho(), "TE", 7.5 },
            { new InversionPreparedGradientEcho(), "FA", 61 },
            { new InversionPreparedGradientEcho(), "ES", 12 },
            { new InversionPreparedGradientEcho(), "N", 0 },
            { new InversionPreparedGradientEcho(), "N", 20.5 },
            { new InversionPreparedGradientEcho(), "N", 500 },
        };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Sequences_refuse_impossible_timings(PulseSequence sequence, string name, double value)
    {
        var values = sequence.Parameters.ToDictionary(p => p.Key, p => p.Value);
        values.ShouldContainKey(name);
        values[name] = value;
        sequence.With(values).ShouldBeNull();
    }
}
