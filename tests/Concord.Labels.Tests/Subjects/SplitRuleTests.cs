using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Labels.Tests.Subjects;

public sealed class SplitRuleTests
{
    private static readonly DatasetDefinition Dataset = Datasets.Make("/", null, null, ("T1", "*.nii"));

    [Fact]
    public void Fractions_are_rounded_and_nobody_stands_twice() =>
        Gen.Select(Gen.Int[10, 60], Gen.Double[0.01, 0.42], Gen.Double[0.01, 0.42], Gen.ULong)
            .Sample(
                (count, validation, test, seed) =>
                {
                    var subsets = new SplitRule(new(validation, []), new(test, [])).Divide(
                        Dataset,
                        Subjects(count),
                        seed
                    );
                    int Count(Subset subset) => subsets.Values.Count(s => s == subset);
                    int Share(double f) => Math.Max(1, (int)Math.Round(f * count, MidpointRounding.AwayFromZero));
                    subsets.Count.ShouldBe(count);
                    Count(Subset.Validation).ShouldBe(Share(validation));
                    Count(Subset.Test).ShouldBe(Share(test));
                },
                iter: 200
            );

    [Fact]
    public void A_seed_gives_the_same_split_in_any_order()
    {
        var rule = new SplitRule(new(0.25, []), new(0.25, []));
        var first = rule.Divide(Dataset, Subjects(40), 3);
        var reversed = rule.Divide(Dataset, [.. Subjects(40).Reverse()], 3);
        foreach (var (id, subset) in first)
            reversed[id].ShouldBe(subset);
        var other = rule.Divide(Dataset, Subjects(40), 4);
        first.Count(s => other[s.Key] != s.Value).ShouldBeGreaterThan(5);
        var otherDataset = rule.Divide(Dataset with { Name = "e" }, Subjects(40), 3);
        first.Count(s => otherDataset[s.Key] != s.Value).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void One_more_subject_moves_few_of_the_others()
    {
        var rule = new SplitRule(new(0.2, []), new(0.2, []));
        var before = rule.Divide(Dataset, Subjects(50), 9);
        var after = rule.Divide(Dataset, Subjects(51), 9);
        before.Count(s => after[s.Key] != s.Value).ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Named_subjects_go_where_they_are_sent()
    {
        var rule = new SplitRule(new(0.5, []), new(0, ["s2", "s5"]));
        var subsets = rule.Divide(Dataset, Subjects(6), 1);
        subsets.Where(s => s.Value == Subset.Test).Select(s => s.Key).Order().ShouldBe(["s2", "s5"]);
        subsets.Values.Count(s => s == Subset.Validation).ShouldBe(3);
    }

    [Fact]
    public void Names_come_before_fractions_on_either_side()
    {
        string[] named = ["s1", "s4", "s7"];
        for (var seed = 0UL; seed < 20; seed++)
        {
            var subsets = new SplitRule(new(0, named), new(0.4, [])).Divide(Dataset, Subjects(10), seed);
            subsets.Where(s => s.Value == Subset.Validation).Select(s => s.Key).Order().ShouldBe(named);
            subsets.Values.Count(s => s == Subset.Test).ShouldBe(4);
        }
    }

    [Fact]
    public void Says_that_a_subject_is_sent_to_two_places()
    {
        var rule = new SplitRule(new(0, ["s1", "s2"]), new(0, ["s2"]));
        Should
            .Throw<BadInputException>(() => rule.Divide(Dataset, Subjects(5), 1))
            .Problem.ShouldBe("d: subject 's2' is named for both validation and test");
    }

    [Fact]
    public void Everyone_trains_when_nothing_is_said() =>
        SplitRule.AllTraining.Divide(Dataset, Subjects(5), 1).Values.ShouldAllBe(s => s == Subset.Training);

    [Fact]
    public void Says_that_a_named_subject_is_not_there()
    {
        var rule = new SplitRule(new(0, ["s9"]), SplitShare.None);
        var refusal = Should.Throw<BadInputException>(() => rule.Divide(Dataset, Subjects(3), 1));
        refusal.Problem.ShouldBe("d has no subject 's9'");
        refusal.Culprit.ShouldBe("m.yaml:3");
    }

    [Fact]
    public void Says_that_nobody_is_left_to_train_on()
    {
        var rule = new SplitRule(new(0, ["s1", "s2"]), new(0, ["s0"]));
        Should
            .Throw<BadInputException>(() => rule.Divide(Dataset, Subjects(3), 1))
            .Problem.ShouldBe("d: the split leaves nobody to train on");
    }

    private static IReadOnlyList<Subject> Subjects(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Subject("d", $"s{i}", new Dictionary<string, string>(), null, null)),
        ];
}
