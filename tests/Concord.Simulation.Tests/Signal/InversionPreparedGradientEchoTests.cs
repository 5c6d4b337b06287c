using Concord.Simulation.Anatomy;
using Concord.Simulation.Signal;

namespace Concord.Simulation.Tests.Signal;

public sealed class InversionPreparedGradientEchoTests
{
    [Fact]
    public void Gives_white_matter_at_3_T_its_signal()
    {
        var white = new TissueParameters(832, 79.6, 45, 0.77);
        new InversionPreparedGradientEcho(2300, 3, 900, 9, 7.5, 160).Signal(white).ShouldBe(0.0343538, 1e-7);
    }

    [Fact]
    public void Agrees_with_the_pulses_one_by_one() =>
        Gen.Select(Gen.Double[200, 4000], Gen.Double[1, 40], Gen.Double[4, 10], Gen.Int[5, 90], Gen.Double[0, 800])
            .Sample(
                (t1, angle, spacing, halfTrain, wait) =>
                {
                    var half = halfTrain * spacing;
                    var sequence = new InversionPreparedGradientEcho(
                        2 * (half + wait) + 300,
                        3,
                        half + wait,
                        angle,
                        spacing,
                        2 * halfTrain
                    );
                    var tissue = new TissueParameters(t1, 80, 45, 0.77);
                    sequence.Signal(tissue).ShouldBe(Math.Abs(PulseByPulse(sequence, tissue)), 1e-9);
                }
            );

    [Theory]
    [InlineData(Tissue.WhiteMatter)]
    [InlineData(Tissue.GreyMatter)]
    [InlineData(Tissue.Csf)]
    public void Agrees_for_the_tissues_with_its_usual_timing(Tissue tissue)
    {
        var sequence = new InversionPreparedGradientEcho();
        var parameters = TissueParameters.Of(tissue, FieldStrength.Tesla3);
        sequence.Signal(parameters).ShouldBe(Math.Abs(PulseByPulse(sequence, parameters)), 1e-9);
    }

    /// <summary>Cycles until nothing changes, from equilibrium: what the pulse in the middle of the train finds.</summary>
    private static double PulseByPulse(InversionPreparedGradientEcho s, TissueParameters tissue)
    {
        var (sin, cos) = Math.SinCos(s.FlipAngle * Math.PI / 180);
        var train = s.Pulses * s.EchoSpacing;
        var (magnetisation, middle) = (1.0, 0.0);
        for (var cycle = 0; cycle < 200; cycle++)
        {
            magnetisation = -magnetisation;
            Recover(s.InversionTime - train / 2);
            for (var pulse = 0; pulse < s.Pulses; pulse++)
            {
                if (pulse == s.Pulses / 2)
                    middle = magnetisation;
                magnetisation *= cos;
                Recover(s.EchoSpacing);
            }

            Recover(s.RepetitionTime - s.InversionTime - train / 2);
        }

        return tissue.ProtonDensity * sin * middle * Math.Exp(-s.EchoTime / tissue.T2Star);

        void Recover(double time) => magnetisation = 1 + (magnetisation - 1) * Math.Exp(-time / tissue.T1);
    }
}
