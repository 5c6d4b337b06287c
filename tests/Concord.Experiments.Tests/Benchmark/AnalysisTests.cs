using Concord.Experiments.Benchmark;
using Concord.Experiments.Benchmark.Analysis;

namespace Concord.Experiments.Tests.Benchmark;

public sealed class AnalysisTests
{
    [Fact]
    public void A_subject_is_the_mean_over_its_seeds_and_seeds_are_shown()
    {
        var rows = new[]
        {
            Row("ace", 1, "a", 0.2),
            Row("ace", 2, "a", 0.4),
            Row("ace", 1, "b", 0.9),
            Row("ace", 2, "b", 0.7),
        };
        var result = StructureResult.Of(rows);
        result.Count.ShouldBe(2);
        result.Mean!.Value.ShouldBe(0.55, 1e-12);
        // Over the subjects' means 0.3 and 0.8, not over the four values.
        result.Deviation!.Value.ShouldBe(0.5 / Math.Sqrt(2), 1e-12);
        result.Median!.Value.ShouldBe(0.55, 1e-12);
        result.Seeds.Select(s => Math.Round(s.Mean!.Value, 6)).ShouldBe([0.55, 0.55]);
    }

    [Fact]
    public void What_is_undefined_is_counted_and_in_no_average()
    {
        var result = StructureResult.Of([Row("ace", 1, "a", 0.2), Row("ace", 1, "b", null)]);
        (result.Count, result.Undefined, result.Mean, result.Deviation).ShouldBe((1, 1, 0.2, null));
    }

    [Fact]
    public void Comparisons_pair_subjects_and_correct_over_the_family()
    {
        string[] subjects = ["a", "b", "c", "d", "e", "f"];
        var rows = new List<ResultRow>();
        for (var i = 0; i < subjects.Length; i++)
        {
            rows.Add(Row("ace", 1, subjects[i], 0.9 - 0.01 * i));
            rows.Add(Row("naive-ce", 1, subjects[i], 0.1 + 0.02 * i));
            rows.Add(Row("oracle", 1, subjects[i], 0.9 - 0.01 * i + (i % 2 == 0 ? 0.001 : -0.002)));
        }

        // Only one of them has a seventh.
        rows.Add(Row("naive-ce", 1, "g", 0));
        var all = PairedComparison.Of(rows, "ace");
        all.Select(c => c.Method).ShouldBe(["naive-ce", "oracle"]);
        var naive = all[0];
        naive.Test.Count.ShouldBe(6);
        // All six differences have one sign: 2 of 2^6.
        naive.Test.P!.Value.ShouldBe(2.0 / 64, 1e-12);
        naive.Adjusted!.Value.ShouldBe(2 * 2.0 / 64, 1e-12);
        naive.Difference!.Mean.ShouldBe(Enumerable.Range(0, 6).Average(i => 0.8 - 0.03 * i), 1e-12);
        naive.Delta.ShouldBe(1);
        all[1].Adjusted!.Value.ShouldBeGreaterThan(0.2);
    }

    [Fact]
    public void Only_seeds_that_both_have_are_compared()
    {
        var rows = new List<ResultRow>();
        foreach (var subject in new[] { "a", "b", "c" })
        {
            rows.Add(Row("ace", 1, subject, 0.5));
            // A third training of the reference alone, which was lucky.
            rows.Add(Row("ace", 3, subject, 0.9));
            rows.Add(Row("naive-ce", 1, subject, 0.4));
        }

        var only = PairedComparison.Of(rows, "ace").Single();
        only.Difference!.Mean.ShouldBe(0.1, 1e-12);
        only.Seeds.Select(s => s.Seed).ShouldBe([1UL]);
    }

    [Fact]
    public void The_papers_table_is_the_papers()
    {
        PaperTable.Find("tissue-wmh", "ace", "wmh").ShouldBe((0.540, 0.245));
        PaperTable.Find("tissue-wmh", "multi-unet", "wm").ShouldBe((0.770, 0.035));
        PaperTable.Find("tissue-tumor", "naive-dice", "edema").ShouldBe((0.114, 0.126));
        PaperTable.Find("tissue-tumor", "ace", "gm").ShouldBe((0.891, 0.013));
        PaperTable.Find("tissue-tumor", "oracle", "gm").ShouldBeNull();
    }

    private static ResultRow Row(string method, ulong seed, string subject, double? value) =>
        new("tissue-wmh", method, seed, subject, "gm", "dice", value);
}
