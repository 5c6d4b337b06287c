using Concord.Simulation.Anatomy;
using Concord.Simulation.Signal;

namespace Concord.Simulation.Tests.Signal;

public sealed class ContrastAgentTests
{
    [Fact]
    public void Rates_add_up()
    {
        // 1 / T1 = 1 + 4.1 x 0.5 = 3.05 per s; 1 / T2 = 10 + 4.6 x 0.5 = 12.3; 1 / T2* = 20 + 2.3 = 22.3.
        var tissue = SignalEquations.WithContrast(new(1000, 100, 50, 0.8), 0.5, 4.1, 4.6);
        tissue.T1.ShouldBe(1000 / 3.05, 1e-9);
        tissue.T2.ShouldBe(1000 / 12.3, 1e-9);
        tissue.T2Star.ShouldBe(1000 / 22.3, 1e-9);
        tissue.ProtonDensity.ShouldBe(0.8);
    }

    [Fact]
    public void None_changes_nothing_and_bone_stays_silent()
    {
        var tissue = new TissueParameters(1000, 100, 50, 0.8);
        SignalEquations.WithContrast(tissue, 0, 4.1, 4.6).T1.ShouldBe(1000, 1e-9);
        SignalEquations.WithContrast(TissueParameters.None, 1, 4.1, 4.6).ShouldBe(TissueParameters.None);
    }

    [Fact]
    public void Relaxivities_are_those_of_the_field()
    {
        ContrastAgent.Relaxivity(FieldStrength.Tesla1Point5).ShouldBe((4.1, 4.6));
        ContrastAgent.Relaxivity(FieldStrength.Tesla3).ShouldBe((3.7, 5.2));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("B")]
    [InlineData("C")]
    [InlineData("D")]
    public void Lights_up_what_has_no_barrier(string name)
    {
        var site = SiteCatalog.Find(name);
        var model = SignalModel.Typical(site.Field);
        double Gain(Tissue tissue) =>
            model.Signal(site.Sequences["T1c"], tissue) / model.Signal(site.Sequences["T1"], tissue);
        double After(Tissue tissue) => model.Signal(site.Sequences["T1c"], tissue);

        Gain(Tissue.EnhancingTumor).ShouldBeGreaterThan(1.3);
        Gain(Tissue.Vessel).ShouldBeGreaterThan(1.4);
        Gain(Tissue.WhiteMatter).ShouldBeInRange(1, 1.08);
        Gain(Tissue.Necrosis).ShouldBe(1, 1e-9);
        After(Tissue.EnhancingTumor).ShouldBeGreaterThan(1.1 * After(Tissue.WhiteMatter));
        After(Tissue.Vessel).ShouldBeGreaterThan(After(Tissue.EnhancingTumor));
        After(Tissue.SolidTumor).ShouldBeLessThan(After(Tissue.WhiteMatter));
    }

    [Fact]
    public void Blood_loses_signal_between_the_pulses_of_a_spin_echo_only_without_it()
    {
        var (model, echo) = (SignalModel.Typical(FieldStrength.Tesla1Point5), new SpinEcho(500, 14));
        var blood = TissueParameters.Of(Tissue.Vessel);
        model.Signal(echo, Tissue.Vessel).ShouldBe(0.15 * echo.Signal(blood), 1e-9);
        var full = SignalEquations.WithContrast(blood, ContrastAgent.Concentration(Tissue.Vessel), 4.1, 4.6);
        model.Signal(echo with { IsEnhanced = true }, Tissue.Vessel).ShouldBe(echo.Signal(full), 1e-9);
    }
}
