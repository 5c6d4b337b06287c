using System.Diagnostics;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Cli.Tests;

/// <summary><c>concord benchmark</c> on a user's own files.</summary>
public sealed class BenchmarkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Killed_at_random_and_started_again_it_gives_the_same_results()
    {
        string[] Command(string folder) =>
            [
                "benchmark",
                "tissue-wmh",
                "--quick",
                "--subjects",
                "2,2,1",
                "--steps",
                "4",
                "--strategies",
                "ace",
                "-o",
                In(folder),
            ];
        var clock = Stopwatch.StartNew();
        Concord.Run(Command("whole")).Code.ShouldBe(0);
        var whole = clock.Elapsed;
        var random = new Random64(20);
        var kills = 0;
        for (var i = 0; i < 2; i++)
            kills += Concord.Kill(whole * (0.1 + 0.6 * random.NextDouble()), Command("killed")) ? 1 : 0;
        kills.ShouldBeGreaterThan(0);
        var last = Concord.Run(Command("killed"));
        last.Code.ShouldBe(0, last.Error);
        File.ReadAllText(In("killed/results.csv")).ShouldBe(File.ReadAllText(In("whole/results.csv")));
    }

    [Fact]
    public void Compares_strategies_on_the_users_own_data_and_goes_on_where_it_stopped()
    {
        Make("tissue", ("s1", false), ("s2", false));
        Make("lesions", ("s1", true), ("s2", true));
        Make("test", ("s1", true), ("s2", true));
        File.WriteAllText(
            In("train.yaml"),
            Manifest(("tissue", "labels", "0: background, 1: gm"), ("lesions", "lesions", "0: not [wmh], 1: wmh"))
        );
        File.WriteAllText(In("test.yaml"), Manifest(("test", "labels", "0: background, 1: gm, 2: wmh")));
        File.WriteAllText(
            In("small.yaml"),
            "network: { width: 2, levels: 2 }\npatch: [8, 8, 8]\nbatch: 2\ntile: [16, 16, 16]\nprecision: float32\n"
        );
        string[] command =
        [
            "benchmark",
            "tissue-wmh",
            "--manifest",
            In("train.yaml"),
            "--test",
            In("test.yaml"),
            "--recipe",
            In("small.yaml"),
            "--steps",
            "3",
            "--seeds",
            "1",
            "-o",
            In("out"),
        ];
        var jobs = Concord.Run([.. command, "--jobs"]);
        jobs.Code.ShouldBe(0, jobs.Error);
        // The ceiling needs truth that nobody has.
        jobs.Output.ShouldBe(
            "multi-unet\t1\tnot begun\nmulti-unet-shared\t1\tnot begun\nnaive-ce\t1\tnot begun\n"
                + "naive-dice\t1\tnot begun\nace\t1\tnot begun\n"
        );
        Directory.Exists(In("out")).ShouldBeFalse();

        var first = Concord.Run([.. command, "--strategies", "multi-unet,ace"]);
        first.Code.ShouldBe(0, first.Error);
        first.Output.ShouldContain("multi-unet");
        foreach (var file in new[] { "results.csv", "summary.md", "report.html", "references.bib", "figures/dice.svg" })
            File.Exists(In($"out/{file}")).ShouldBeTrue(file);
        File.ReadAllText(In("out/summary.md")).ShouldNotContain("paper:", Case.Sensitive, "the paper had other data");

        var left = Concord.Run([.. command, "--jobs"]);
        left.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        left.Error.ShouldContain("3 of 5 jobs are left");
    }

    [Theory]
    [InlineData("benchmark tissue-wnh -o out", "tissue-wnh: no such scenario (choose tissue-wmh or tissue-tumor)")]
    [InlineData("benchmark tissue-wmh -o out --strategies acd", "--strategies: unknown 'acd'")]
    [InlineData("benchmark tissue-wmh -o out --seeds 0", "--seeds: 0 is not in 1..1000")]
    [InlineData("benchmark tissue-wmh -o out --test t.yaml", "--test: stands alone")]
    [InlineData("benchmark tissue-wmh -o out --subjects 5,60", "--subjects: 5,60 isn't three counts")]
    [InlineData("benchmark tissue-wmh -o out --subjects 1,60,7", "--subjects: 1,60,7 isn't three counts")]
    [InlineData("benchmark tissue-wmh -o out --manifest a --test b --subjects 5,9,7", "--subjects: is for simulated")]
    [InlineData("benchmark tissue-wmh -o out --manifest a --test b --site-shift", "--site-shift: is for simulated")]
    [InlineData("benchmark tissue-wmh -o out --manifest none.yaml --test none.yaml", "none.yaml")]
    [InlineData("benchmark tissue-wmh -o out --anatomy nowhere", "nowhere: no such folder or file")]
    [InlineData("evaluate --reference a --prediction b --rules isles", "--rules: unknown 'isles'")]
    [InlineData(
        "evaluate --reference a --prediction b --rules wmh --metrics dice",
        "--rules: brings metrics of its own"
    )]
    public void Bad_input_is_one_line(string line, string message)
    {
        var words = line.Split(' ');
        var place = Array.IndexOf(words, "out");
        if (place >= 0)
            words[place] = In("out");
        var result = Concord.Run(words);
        result.Code.ShouldBe(2);
        result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].ShouldStartWith("error: ");
        result.Error.ShouldContain(message);
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public void Rules_know_the_integers_of_the_challenges_own_files()
    {
        var geometry = new VolumeGeometry(new(8, 8, 4), Affine.FromSpacing(new(1, 1, 3)));
        var (reference, prediction) = (new Volume<byte>(geometry), new Volume<byte>(geometry));
        (reference[2, 2, 1], reference[3, 2, 1], reference[5, 5, 2]) = (1, 1, 2);
        // Any value of at least 1 is a lesion; what lies in other pathology doesn't count.
        (prediction[2, 2, 1], prediction[5, 5, 2]) = (3, 1);
        NiftiWriter.Write(In("wmh.nii"), reference);
        NiftiWriter.Write(In("result.nii"), prediction);
        string[] files = ["evaluate", "--reference", In("wmh.nii"), "--prediction", In("result.nii")];
        var result = Concord.Run([.. files, "--rules", "wmh"]);
        result.Code.ShouldBe(0, result.Error);
        result.Output.ShouldContain("wmh,wmh,dice,0.666667\n");
        result.Output.ShouldContain("wmh,wmh,avd,50\n");
        result.Output.ShouldContain("wmh,wmh,lesion_recall,1\n");
    }

    private string In(string name) => Path.Combine(_folder, name);

    private static string Manifest(params (string Set, string Labels, string Protocol)[] sets)
    {
        var entries = sets.Select(s =>
            $"  - name: {s.Set}\n    root: {s.Set}\n    sequences: {{ T1: \"*_T1.nii\" }}\n"
            + $"    labels: \"*_{s.Labels}.nii\"\n    protocol: {{ {s.Protocol} }}\n"
        );
        return "classes: [background, gm, wmh]\ndatasets:\n" + string.Concat(entries);
    }

    private void Make(string set, params (string Id, bool IsIll)[] subjects)
    {
        var geometry = new VolumeGeometry(new(16, 14, 12), Affine.FromSpacing(Spacing.Isotropic(2)));
        foreach (var (id, isIll) in subjects)
        {
            var image = new Volume<float>(geometry);
            var (labels, lesions) = (new Volume<byte>(geometry), new Volume<byte>(geometry));
            for (var z = 0; z < 12; z++)
            for (var y = 0; y < 14; y++)
            for (var x = 0; x < 16; x++)
            {
                var isIn = x is > 3 and < 13 && y is > 2 and < 12;
                var isLesion = isIll && isIn && x < 7 && z is > 3 and < 8;
                labels[x, y, z] =
                    isLesion ? (byte)2
                    : isIn ? (byte)1
                    : (byte)0;
                lesions[x, y, z] = isLesion ? (byte)1 : (byte)0;
                image[x, y, z] = 100 * labels[x, y, z] + (x * 7 + y * 3 + z) % 11;
            }

            NiftiWriter.Write(In($"{set}/{id}_T1.nii"), image);
            NiftiWriter.Write(In($"{set}/{id}_labels.nii"), labels);
            NiftiWriter.Write(In($"{set}/{id}_lesions.nii"), lesions);
        }
    }
}
