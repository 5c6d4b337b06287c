namespace Concord.Labels.Tests;

public sealed class ProtocolTests
{
    private static readonly CandidateSet Gm = CandidateSet.Of(2);
    private static readonly CandidateSet NotLesion = CandidateSet.Of(0, 1, 2, 3);

    [Fact]
    public void Values_that_mean_the_same_share_a_category()
    {
        var protocol = new Protocol(
            Spaces.Tissue,
            new Dictionary<int, CandidateSet>
            {
                [8] = Gm,
                [-3] = NotLesion,
                [5] = Gm,
            }
        );
        protocol.Sets.ShouldBe([NotLesion, Gm, CandidateSet.Of(0), Spaces.Tissue.All]);
        protocol.CategoryOf(-3).ShouldBe(0);
        protocol.CategoryOf(5).ShouldBe(1);
        protocol.CategoryOf(8).ShouldBe(1);
        protocol.CategoryOf(6).ShouldBe(-1);
        protocol.BackgroundCategory.ShouldBe((byte)2);
        protocol.UnknownCategory.ShouldBe((byte)3);
        protocol.Meanings.Keys.ShouldBe([-3, 5, 8]);
        protocol.Labelled.ShouldBe(Gm);
    }

    [Fact]
    public void Background_and_anything_are_not_added_when_a_value_means_them()
    {
        var protocol = new Protocol(
            Spaces.Tissue,
            new Dictionary<int, CandidateSet>
            {
                [0] = CandidateSet.Of(0),
                [1] = Gm,
                [2] = Spaces.Tissue.All,
            }
        );
        protocol.Sets.Count.ShouldBe(3);
        protocol.BackgroundCategory.ShouldBe((byte)0);
        protocol.UnknownCategory.ShouldBe((byte)2);
        protocol.Labelled.ShouldBe(CandidateSet.Of(0, 2));
    }

    [Fact]
    public void Refuses_a_set_that_is_empty_or_outside_the_space()
    {
        Should.Throw<ArgumentException>(() =>
            new Protocol(Spaces.Tissue, new Dictionary<int, CandidateSet> { [1] = default })
        );
        Should.Throw<ArgumentException>(() =>
            new Protocol(Spaces.Tissue, new Dictionary<int, CandidateSet> { [1] = CandidateSet.Of(5) })
        );
    }

    [Fact]
    public void Naive_class_is_the_only_one_or_background_or_the_first()
    {
        Protocol.NaiveClass(Gm).ShouldBe(2);
        Protocol.NaiveClass(NotLesion).ShouldBe(0);
        Protocol.NaiveClass(CandidateSet.Of(3, 4)).ShouldBe(3);
    }
}
