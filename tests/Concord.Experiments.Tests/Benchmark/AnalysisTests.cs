using Concord.Experiments.Benchmark;
using Concord.Experiments.Benchmark.Analysis;
using Concord.Labels;

namespace Concord.Experiments.Tests.Benchmark;

public sealed class AnalysisTests
{
    private static readonly LabelSpace Space = new(["background", "csf", "gm", "wm", "wmh"]);

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
        var result = StructureResult.Of([
            Row("ace", 1, "a", 0.2),
            Row("ace", 2, "a", null),
            Row("ace", 1, "b", null),
            Row("ace", 2, "b", null),
        ]);
        (result.Values, result.All).ShouldBe((1, 4));
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
    public void A_subject_is_compared_with_the_seeds_with_which_both_have_a_value()
    {
        var rows = new List<ResultRow>();
        foreach (var subject in new[] { "a", "b" })
        foreach (var seed in new[] { 1UL, 2UL })
        {
            rows.Add(
                Row(
                    "ace",
                    seed,
                    subject,
                    seed == 1 ? 0.5
                        : subject == "a" ? 0.1
                        : 0.9
                )
            );
            rows.Add(Row("naive-ce", seed, subject, subject == "a" && seed == 2 ? null : 0.4));
        }

        var only = PairedComparison.Of(rows, "ace").Single();
        // 0.1 of the first, with its first seed alone; 0.3 of the second.
        only.Difference!.Mean.ShouldBe(0.2, 1e-12);
        // From the first subject twice to the second twice, with both seeds: with the other alone the first has no value.
        only.Difference.Low.ShouldBe(0.1, 1e-12);
        only.Difference.High.ShouldBe(0.3, 1e-12);
        only.Delta.ShouldBe(1, "what the other has no value for counts in neither");
    }

    [Fact]
    public void A_mean_without_its_undefined_values_does_not_look_like_one_of_all()
    {
        var settings = TinyBenchmark.Of("ace,naive-ce");
        ResultRow[] rows =
        [
            Row("ace", 1, "a", 0.5),
            Row("ace", 1, "b", 0.7),
            Row("naive-ce", 1, "a", 0.25) with
            {
                Metric = "hd95",
            },
            Row("naive-ce", 2, "a", null) with
            {
                Metric = "hd95",
            },
        ];
        var sheets = BenchmarkSheets.Of(settings, rows, [], Space);
        sheets[0].Rows.Single(r => r[0] == "ace")[1].ShouldStartWith("0.600 (0.141)\n[0.600] n=2\n");
        var distances = sheets.Single(s => s.Title.StartsWith("95th", StringComparison.Ordinal));
        distances.Rows.Single()[1].ShouldBe("0.3\n[0.3] n=1 (1 of 2 values)");
        distances.Note.ShouldContain("that seed is not in their average");
        sheets[0].Note.ShouldContain("Not measured, as no label of the test means them alone: csf, wm, wmh.");
    }

    // Where no strategy finds anything all differences are zero, and zeros have no test.
    [Fact]
    public void The_least_p_is_that_of_the_tests_that_there_are()
    {
        var rows = new[] { "ace", "naive-ce" }
            .SelectMany(m =>
                Enumerable
                    .Range(0, 5)
                    .SelectMany(i =>
                        new[]
                        {
                            Row(m, 1, $"s{i}", m == "ace" ? 0.5 + 0.01 * i : 0.1),
                            Row(m, 1, $"s{i}", 0) with
                            {
                                Structure = "wmh",
                            },
                        }
                    )
            )
            .ToList();
        var sheet = BenchmarkSheets
            .Of(TinyBenchmark.Of("ace,naive-ce"), rows, [], Space)
            .Single(s => s.Title == "ACE against each other strategy: Dice");
        sheet.Note.ShouldContain("after the correction over 1 tests at least 0.0625:");
        sheet.Rows.Select(r => r[5]).ShouldBe(["0.0625", "n/a"]);
    }

    [Fact]
    public void Lesions_found_are_compared_too_in_a_family_of_their_own()
    {
        var rows = new[] { "ace", "naive-ce", "oracle" }
            .SelectMany(m =>
                Enumerable
                    .Range(0, 5)
                    .SelectMany(i =>
                        new[]
                        {
                            Row(m, 1, $"s{i}", m == "ace" ? 0.5 : 0.6),
                            Row(m, 1, $"s{i}", m == "ace" ? 0.9 + 0.01 * i : 0.7) with
                            {
                                Structure = "wmh",
                                Metric = "lesion_f1",
                            },
                        }
                    )
            )
            .ToList();
        var sheets = BenchmarkSheets.Of(TinyBenchmark.Of("ace,naive-ce,oracle"), rows, [], Space);
        var found = sheets.Single(s => s.Title.EndsWith("F1 of lesions", StringComparison.Ordinal)).Rows.Single();
        found.Take(3).ShouldBe(["naive-ce", "wmh", "5"]);
        found[3].ShouldStartWith("+0.220 [");
        // 2/32 of one test, not of two.
        found.Skip(4).Take(2).ShouldBe(["0.0625", "0.0625"]);
    }

    [Fact]
    public void Controls_are_compared_apart_and_take_no_part_in_the_correction()
    {
        var dice = new Dictionary<string, double>
        {
            ["multi-unet-shared"] = 0.8,
            ["ace"] = 0.7,
            ["ace-long"] = 0.9,
            ["oracle"] = 0.6,
        };
        string[] structures = ["csf", "gm", "wm", "wmh"];
        var rows =
            from method in dice.Keys
            from structure in structures
            from i in Enumerable.Range(0, 5)
            select Row(method, 1, $"s{i}", dice[method] + 0.01 * i) with
            {
                Structure = structure,
            };
        var sheets = BenchmarkSheets.Of(TinyBenchmark.Of(string.Join(',', dice.Keys)), [.. rows], [], Space);
        var claims = sheets.Single(s => s.Title == "What the paper claims, and what it leaves open").Rows;
        claims
            .Single(r => r[0].StartsWith("nor is ACE", StringComparison.Ordinal))[1]
            .ShouldStartWith("not reproduced");
        var same = claims.Single(r => r[0].StartsWith("with as many steps", StringComparison.Ordinal));
        same[1].ShouldBe("reproduced, by one training");
        same.Skip(2).Take(2).ShouldBe(["5", "1"]);
        same[4].ShouldContain("wmh\u00A0+0.100\u00A0[");

        var rivals = sheets.Single(s => s.Title == "ACE against each other strategy: Dice").Rows;
        rivals.Select(r => r[0]).Distinct().ShouldBe(["multi-unet-shared"]);
        // 2/32, four structures.
        rivals.ShouldAllBe(r => r[4] == "0.0625" && r[5] == "0.2500");
        var longer = sheets.Single(s => s.Title.StartsWith("ACE with the steps", StringComparison.Ordinal));
        longer.Rows.Select(r => r[0]).Distinct().ShouldBe(["multi-unet-shared", "ace", "oracle"]);
        longer.Rows[0][3].ShouldStartWith("+0.100 [");
    }

    [Fact]
    public void Whoever_has_a_lesion_is_not_missing_among_those_without()
    {
        ResultRow[] rows =
        [
            Row("ace", 1, "a", null) with
            {
                Structure = "wmh",
                Metric = "false_positive_ml",
            },
            Row("ace", 1, "healthy_a", 0.25) with
            {
                Structure = "wmh",
                Metric = "false_positive_ml",
            },
        ];
        var sheet = BenchmarkSheets
            .Of(TinyBenchmark.Of("ace"), rows, [], Space)
            .Single(s => s.Title.StartsWith("Volume", StringComparison.Ordinal));
        sheet.Rows.Single()[1].ShouldBe("0.250\n[0.250] n=1");
        sheet.Note.ShouldBe("");
    }

    [Fact]
    public void A_small_p_is_not_written_as_zero()
    {
        var rows = new[] { "ace", "naive-ce", "ace-long" }
            .SelectMany((m, k) => Enumerable.Range(0, 25).Select(i => Row(m, 1, $"s{i:00}", 0.9 - 0.2 * k + 0.001 * i)))
            .ToList();
        var path = Path.Combine(Directory.CreateTempSubdirectory("concord-").FullName, "comparisons.csv");
        ComparisonFile.Write(path, rows);
        var cells = File.ReadAllLines(path).Select(l => l.Split(',')).ToList();
        cells[0][..4].ShouldBe(["metric", "reference", "strategy", "structure"]);
        // 2/2^25; the control in no family but its own.
        cells
            .Skip(1)
            .Select(c => c[1..3])
            .ShouldBe([
                ["ace", "naive-ce"],
                ["ace-long", "ace"],
                ["ace-long", "naive-ce"],
            ]);
        cells[1][^3..].ShouldBe(["5.96046E-08", "5.96046E-08", "1"]);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
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
