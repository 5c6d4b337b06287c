namespace Concord.Labels.Tests;

public sealed class CandidateSetTests
{
    private static readonly Gen<int[]> Some = Gen.Int[0, 63].Array[0, 20];

    [Fact]
    public void Agrees_with_a_set_of_integers() =>
        Gen.Select(Some, Some)
            .Sample(
                (a, b) =>
                {
                    var (x, y) = (CandidateSet.Of(a), CandidateSet.Of(b));
                    x.Classes.ShouldBe(a.Distinct().Order());
                    x.Count.ShouldBe(a.Distinct().Count());
                    x.IsSingleton.ShouldBe(a.Distinct().Count() == 1);
                    x.Union(y).Classes.ShouldBe(a.Union(b).Order());
                    x.Intersect(y).Classes.ShouldBe(a.Intersect(b).Order());
                    x.Except(y).Classes.ShouldBe(a.Except(b).Order());
                    for (var c = 0; c < CandidateSet.MaxClasses; c++)
                        x.Contains(c).ShouldBe(a.Contains(c));
                    if (a.Length > 0)
                        x.First.ShouldBe(a.Min());
                }
            );

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(63)]
    [InlineData(64)]
    public void All_has_every_class(int count) => CandidateSet.All(count).Classes.ShouldBe(Enumerable.Range(0, count));

    [Fact]
    public void Refuses_classes_that_do_not_fit()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => CandidateSet.Of(64));
        Should.Throw<ArgumentOutOfRangeException>(() => CandidateSet.Of(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => CandidateSet.All(0));
        Should.Throw<ArgumentOutOfRangeException>(() => CandidateSet.All(65));
    }

    [Fact]
    public void The_empty_set_is_no_singleton() => default(CandidateSet).IsSingleton.ShouldBeFalse();
}
