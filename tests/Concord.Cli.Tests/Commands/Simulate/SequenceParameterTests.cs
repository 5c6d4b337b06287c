using Concord.Cli.Commands.Simulate;
using Concord.Imaging;
using Concord.Simulation.Signal;

namespace Concord.Cli.Tests.Commands.Simulate;

public sealed class SequenceParameterTests
{
    [Theory]
    [InlineData("T1.TR=20.5", "T1", "TR", 20.5)]
    [InlineData("t1.fa=25", "T1", "FA", 25)]
    [InlineData("FLAIR.TI=2400", "FLAIR", "TI", 2400)]
    [InlineData("mprage.n=128", "MPRAGE", "N", 128)]
    [InlineData("T2.TE=1e2", "T2", "TE", 100)]
    public void Changes_one_value_of_one_sequence(string text, string sequence, string name, double value)
    {
        var before = SiteCatalog.Find("A").Sequences;
        var after = new Dictionary<string, PulseSequence>(before, StringComparer.Ordinal);
        SequenceParameter.Apply(text, after, [.. after.Keys]);
        foreach (var (key, was) in before)
        {
            if (key != sequence)
                after[key].ShouldBe(was);
            else
                foreach (var (parameter, old) in was.Parameters)
                    after[key]
                        .Parameters.Single(p => p.Key == parameter)
                        .Value.ShouldBe(parameter == name ? value : old);
        }
    }

    [Theory]
    [InlineData("T1", "T1 isn't understood (write it as T1.TR=20)")]
    [InlineData("T1.TR", "T1.TR isn't understood (write it as T1.TR=20)")]
    [InlineData("T9.TR=20", "there is no sequence T9 (choose of T1, T1c, T2, PD, FLAIR, IR, MPRAGE)")]
    [InlineData("T1.TI=20", "T1 has no TI at this site (choose of TR, TE, FA)")]
    [InlineData("T1.TR=long", "long is no number (write it as T1.TR=20)")]
    [InlineData("T1.TR=NaN", "NaN is no number (write it as T1.TR=20)")]
    [InlineData(
        "T2.te=4000",
        "T2 can't have a TE of 4000 (its parameters are TR 3300, TE 120, and must fit each other)"
    )]
    [InlineData("T1.FA=0", "T1 can't have a FA of 0 (its parameters are TR 18, TE 10, FA 30, and must fit each other)")]
    public void Refuses_what_cannot_be(string text, string message)
    {
        var sequences = new Dictionary<string, PulseSequence>(SiteCatalog.Find("A").Sequences);
        Should
            .Throw<BadInputException>(() => SequenceParameter.Apply(text, sequences, [.. sequences.Keys]))
            .Message.ShouldBe($"--parameter: {message}");
        sequences["T1"].ShouldBe(SiteCatalog.Find("A").Sequences["T1"]);
    }

    [Fact]
    public void Several_build_on_one_another()
    {
        var sequences = new Dictionary<string, PulseSequence>(SiteCatalog.Find("A").Sequences);
        Should.Throw<BadInputException>(() => SequenceParameter.Apply("T1.TE=20", sequences, [.. sequences.Keys]));
        SequenceParameter.Apply("T1.TR=40", sequences, [.. sequences.Keys]);
        SequenceParameter.Apply("T1.TE=20", sequences, [.. sequences.Keys]);
        sequences["T1"].ShouldBe(new SpoiledGradientEcho(40, 20));
    }

    [Fact]
    public void A_sequence_that_is_not_taken_has_no_parameters()
    {
        var sequences = new Dictionary<string, PulseSequence>(SiteCatalog.Find("A").Sequences);
        Should
            .Throw<BadInputException>(() => SequenceParameter.Apply("T2.TE=90", sequences, ["T1", "FLAIR"]))
            .Message.ShouldBe("--parameter: T2 isn't taken (add it to --sequences T1,FLAIR)");
    }
}
