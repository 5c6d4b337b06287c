using Concord.Simulation.Anatomy;
using Concord.Simulation.Signal;

namespace Concord.Simulation.Tests.Signal;

public sealed class PulseSequenceTests
{
    private static readonly TissueParameters White = TissueParameters.Of(Tissue.WhiteMatter);
    private static readonly TissueParameters Csf = TissueParameters.Of(Tissue.Csf);

    [Fact]
    public void Gradient_echo_gives_what_its_equation_gives_by_hand()
    {
        // E1 = exp(-18/500) = 0.964640; 0.77 x 0.5 x 0.035360 / (1 - 0.835403) = 0.0827087; x exp(-10/61) = 0.848792.
        new SpoiledGradientEcho()
            .Signal(White)
            .ShouldBe(0.0702025, 5e-6);
    }

    [Fact]
    public void Spin_echo_gives_what_its_equation_gives_by_hand()
    {
        // 1 - 2 exp(-3240/2569) = 0.566632; + exp(-3300/2569) = 0.276776 -> 0.710144; exp(-120/329) = 0.694376.
        new SpinEcho()
            .Signal(Csf)
            .ShouldBe(0.493107, 5e-6);
    }

    [Fact]
    public void Inversion_recovery_gives_what_its_equation_gives_by_hand()
    {
        // TR 2000, TE 100, TI 400, T1 500: 1 - 0.898658 + 2 exp(-3.9) = 0.040484 - exp(-4) = 0.018316 -> 0.123510;
        // x 0.77 x exp(-100/70) = 0.239651.
        new InversionRecoverySpinEcho(2000, 100, 400)
            .Signal(White)
            .ShouldBe(0.0227915, 5e-6);
    }

    [Fact]
    public void Is_a_magnitude_before_the_zero_of_an_inversion_too()
    {
        new InversionRecoverySpinEcho(9000, 0, 0).Signal(White).ShouldBe(0.77, 1e-6);
    }

    [Fact]
    public void Flair_nulls_fluid()
    {
        InversionRecoverySpinEcho.Flair().Signal(Csf).ShouldBe(0, 1e-12);
        // 2569 ln(2 / (1 + 2 x 0.030814 - 0.030103)) = 2569 ln 1.938878.
        SignalEquations.NullingTime(2569, 9000, 120).ShouldBe(1700.9, 0.5);
    }

    [Fact]
    public void Bone_and_air_give_no_signal()
    {
        foreach (
            var sequence in new PulseSequence[]
            {
                new SpoiledGradientEcho(),
                new SpinEcho(),
                InversionRecoverySpinEcho.Flair(),
            }
        )
        {
            sequence.Signal(TissueParameters.Of(Tissue.Skull)).ShouldBe(0);
            sequence.Signal(TissueParameters.Of(Tissue.Background)).ShouldBe(0);
        }
    }

    [Fact]
    public void Tissues_order_as_radiologists_know_them()
    {
        var (t1, t2, flair) = (new SpoiledGradientEcho(), new SpinEcho(), InversionRecoverySpinEcho.Flair());
        Order(t1, Tissue.WhiteMatter, Tissue.GreyMatter, Tissue.Csf);
        Order(t1, Tissue.WhiteMatter, Tissue.Lesion);
        Order(t2, Tissue.Csf, Tissue.GreyMatter, Tissue.WhiteMatter);
        Order(flair, Tissue.Lesion, Tissue.GreyMatter, Tissue.WhiteMatter, Tissue.Csf);

        static void Order(PulseSequence sequence, params Tissue[] brightestFirst)
        {
            var signals = brightestFirst.Select(tissue => sequence.Signal(TissueParameters.Of(tissue))).ToArray();
            for (var i = 1; i < signals.Length; i++)
                signals[i].ShouldBeLessThan(0.95 * signals[i - 1]);
        }
    }
}
