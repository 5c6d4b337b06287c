using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    [Theory]
    [InlineData("demo")]
    [InlineData("simulate")]
    [InlineData("import")]
    [InlineData("check")]
    [InlineData("train")]
    [InlineData("predict")]
    [InlineData("evaluate")]
    [InlineData("benchmark")]
    public void Help_gives_an_example(string command)
    {
        var result = Concord.Run(command, "--help");
        result.Code.ShouldBe(0);
        result.Output.ShouldContain($"Example: concord {command}");
    }

    [Fact]
    public void Walks_the_whole_path_on_the_users_own_files()
    {
        MakeData();
        var check = Concord.Run("check", In("data.yaml"));
        // Both sets hold one image: that is found, and stops nobody.
        check.Code.ShouldBe(3, check.Output + check.Error);
        check.Output.ShouldContain("finding: duplicate: lesions 'b': T1 has the same voxels as tissue 'a'");
        // Learnt as background, though it may be grey matter, which the other labels.
        check.Output.ShouldMatch(@"lesions +0 +background +gm +tissue +about \d+ +\d+\.\d %");

        File.WriteAllText(
            In("small.yaml"),
            "network: { width: 4, levels: 2 }\npatch: [8, 8, 8]\nbatch: 2\ntile: [16, 16, 16]\n"
        );
        var train = Concord.Run(
            "train",
            In("data.yaml"),
            "-o",
            In("run"),
            "--recipe",
            In("small.yaml"),
            "--steps",
            "5"
        );
        train.Code.ShouldBe(0, train.Error);
        string[] artefacts =
        [
            "manifest.yaml",
            "recipe.yaml",
            "split.tsv",
            "checkpoint.safetensors",
            "state.safetensors",
            "model.json",
            "log.jsonl",
            "loss.svg",
            "environment.json",
        ];
        foreach (var file in artefacts)
            File.Exists(Path.Combine(In("run"), file)).ShouldBeTrue(file);

        var scan = In("tissue/a_T1.nii.gz");
        var predict = Concord.Run(
            "predict",
            "--model",
            In("run"),
            "-i",
            $"T1={scan}",
            "-o",
            In("out"),
            "--probabilities"
        );
        predict.Code.ShouldBe(0, predict.Error);
        var (input, output) = (NiftiReader.Read(scan), NiftiReader.Read(In("out/a_T1_dseg.nii.gz")));
        output.Geometry.ShouldBe(input.Geometry);
        output.Header.Bytes[252..344].ToArray().ShouldBe(input.Header.Bytes[252..344].ToArray());
        File.ReadLines(In("out/dseg.tsv")).First().ShouldBe("index\tname\tabbreviation\tcolor\tmapping");
        File.ReadLines(In("out/volumes.tsv")).Count().ShouldBe(3);
        File.Exists(In("out/a_T1_qc.png")).ShouldBeTrue();
        File.Exists(In("out/a_T1_label-gm_probseg.nii.gz")).ShouldBeTrue();

        var same = Concord.Run(
            "evaluate",
            "--reference",
            In("out/a_T1_dseg.nii.gz"),
            "--prediction",
            In("out/a_T1_dseg.nii.gz"),
            "--metrics",
            "dice"
        );
        same.Code.ShouldBe(0, same.Error);
        same.Output.ShouldStartWith("subject,structure,metric,value\n");
        same.Output.ShouldContain(",dice,1\n");
        var scored = Concord.Run("evaluate", "--reference", In("data.yaml"), "--prediction", In("out"), "--json");
        scored.Code.ShouldBe(0, scored.Error);
        scored.Output.ShouldContain("\"structure\": \"gm\"");

        Bad(
            Concord.Run("predict", "--model", In("run"), "-i", $"PD={scan}", "-o", In("bad")),
            "doesn't know the sequence PD"
        );
        Bad(Concord.Run("predict", "--model", In("run"), "-o", In("bad")), "no images");
        Bad(Concord.Run("predict", "--model", In("run"), "-i", "T1=nowhere.nii.gz", "-o", In("bad")), "no such file");
        Bad(Concord.Run("train", In("data.yaml"), "-o", In("run")), "is not empty");
        Directory.Exists(In("bad")).ShouldBeFalse();
    }

    [Fact]
    public void Says_in_one_line_what_is_wrong()
    {
        Bad(Concord.Run("train", In("none.yaml"), "-o", In("x")), "can't be read");
        Bad(Concord.Run("train"), "Option '--output' is required");
        Bad(Concord.Run("predict", "--model", In("none"), "-i", "T1=a.nii", "-o", In("x")), "can't be read");
        MakeData();
        var text = File.ReadAllText(In("data.yaml"));
        File.WriteAllText(In("bad.yaml"), text.Replace("1: gm", "1: grey"));
        Bad(Concord.Run("check", In("bad.yaml")), $"{In("bad.yaml")}:7: unknown class 'grey'");
        File.WriteAllText(In("bad.yaml"), text.Replace("{ 0: background, 1: gm }", "{ 0: background }"));
        Bad(Concord.Run("train", In("bad.yaml"), "-o", In("x")), "label values that the protocol doesn't list: 1 in ");
        File.Delete(In("lesions/b_T1.nii.gz"));
        Bad(Concord.Run("train", In("data.yaml"), "-o", In("x")), "no file matches T1");
        Directory.Exists(In("x")).ShouldBeFalse();
    }

    [Fact]
    public void Keeps_subjects_of_the_same_name_apart_and_uses_the_runs_own_split()
    {
        MakeData();
        foreach (var set in new[] { "tissue", "lesions" })
        foreach (var kind in new[] { "T1", "labels" })
        foreach (var copy in new[] { "x", "y", "z" })
            File.Copy(
                Directory.GetFiles(In(set), $"*_{kind}.nii.gz").First(),
                In($"{set}/{copy}_{kind}.nii.gz"),
                overwrite: true
            );
        var split = File.ReadAllText(In("data.yaml")).Replace("    labels:", "    split: { test: 0.5 }\n    labels:");
        File.WriteAllText(In("data.yaml"), split);
        File.WriteAllText(In("small.yaml"), "network: { width: 2, levels: 2 }\npatch: [8, 8, 8]\ntile: [16, 16, 16]\n");
        foreach (var seed in new[] { "3", "4", "5" })
        {
            var run = In($"run{seed}");
            Concord
                .Run("train", In("data.yaml"), "-o", run, "--recipe", In("small.yaml"), "--steps", "1", "--seed", seed)
                .Code.ShouldBe(0);
            var rows = File.ReadLines(Path.Combine(run, "split.tsv")).Skip(1).Select(l => l.Split('\t')).ToList();
            rows.Count.ShouldBe(8);
            var predict = Concord.Run(
                "predict",
                "--model",
                run,
                "--manifest",
                In("data.yaml"),
                "--subset",
                "test",
                "-o",
                In($"out{seed}")
            );
            predict.Code.ShouldBe(0, predict.Error);
            string Written(string[] row) => rows.Count(r => r[1] == row[1]) == 1 ? row[1] : $"{row[0]}_{row[1]}";
            var expected = rows.Where(r => r[2] == "test").Select(r => $"{Written(r)}_dseg.nii.gz").Order();
            Directory.GetFiles(In($"out{seed}"), "*_dseg.nii.gz").Select(Path.GetFileName).Order().ShouldBe(expected);
        }

        var scores = Concord.Run(
            "evaluate",
            "--reference",
            In("data.yaml"),
            "--prediction",
            In("out3"),
            "--metrics",
            "dice"
        );
        scores.Code.ShouldBe(0, scores.Error);
        scores.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1 + 4);
    }

    [Fact]
    public void Scores_a_single_prediction_against_no_subject_but_its_own()
    {
        MakeData();
        foreach (var id in new[] { "p", "q" })
        {
            Directory.CreateDirectory(In($"tissue/{id}"));
            File.Copy(In("tissue/a_T1.nii.gz"), In($"tissue/{id}/T1.nii.gz"));
            File.Copy(In("tissue/a_labels.nii.gz"), In($"tissue/{id}/labels.nii.gz"));
        }

        File.WriteAllText(
            In("pq.yaml"),
            "classes: [background, gm]\ndatasets:\n  - name: tissue\n    root: tissue\n    sequences: { T1: \"*/T1.nii.gz\" }\n"
                + "    labels: \"*/labels.nii.gz\"\n    protocol: { 0: background, 1: gm }\n"
        );
        Directory.CreateDirectory(In("one"));
        File.Copy(In("tissue/a_labels.nii.gz"), In("one/T1_dseg.nii.gz"));
        Bad(Concord.Run("evaluate", "--reference", In("pq.yaml"), "--prediction", In("one")), "named like a subject");
        Bad(
            Concord.Run("evaluate", "--reference", In("pq.yaml"), "--prediction", In("one/T1_dseg.nii.gz")),
            "named like a subject"
        );
        File.Move(In("one/T1_dseg.nii.gz"), In("one/q_dseg.nii.gz"));
        var scored = Concord.Run(
            "evaluate",
            "--reference",
            In("pq.yaml"),
            "--prediction",
            In("one"),
            "--metrics",
            "dice"
        );
        scored.Output.ShouldBe("subject,structure,metric,value\nq,gm,dice,1\n");
    }

    [Fact]
    public void Compares_files_by_the_names_of_their_values()
    {
        var geometry = new VolumeGeometry(new(4, 1, 1), Affine.FromSpacing(Spacing.Isotropic(1)));
        NiftiWriter.Write(In("mine/a.nii"), new Volume<byte>(geometry, [1, 1, 2, 0]));
        NiftiWriter.Write(In("theirs/a.nii"), new Volume<byte>(geometry, [42, 42, 7, 7]));
        string[] command = ["evaluate", "--reference", In("mine"), "--prediction", In("theirs"), "--metrics", "dice"];
        Concord
            .Run(command)
            .Output.ShouldBe(
                "subject,structure,metric,value\na,label-1,dice,0\na,label-2,dice,0\na,label-7,dice,0\na,label-42,dice,0\n"
            );

        File.WriteAllText(In("theirs/dseg.tsv"), "color\tname\tindex\n#fff\tGray Matter\t42\n#000\tCSF\t7\n");
        var assumed = Concord.Run(command);
        assumed.Code.ShouldBe(0);
        assumed.Error.ShouldStartWith($"warning: no dseg.tsv lies beside {In("mine")}: ");

        File.WriteAllText(In("mine/dseg.tsv"), "index\tname\n0\tbackground\n1\tGray Matter\n2\tCSF\n");
        var scored = Concord.Run(command);
        scored.Remarks.ShouldBeEmpty();
        scored.Output.ShouldBe("subject,structure,metric,value\na,Gray-Matter,dice,1\na,CSF,dice,0.666667\n");

        File.WriteAllText(In("mine/dseg.tsv"), "value\tname\n1\tGray Matter\n");
        Bad(Concord.Run(command), $"{In("mine/dseg.tsv")}: has no columns index and name");
    }

    private static void Bad(Concord.Result result, string message)
    {
        result.Code.ShouldBe(2, result.Output + result.Error);
        var errors = result.Error.Split('\n').Where(l => l.StartsWith("error: ", StringComparison.Ordinal)).ToList();
        errors.ShouldHaveSingleItem().ShouldContain(message);
        result.Error.ShouldNotContain("   at ");
    }

    private void MakeData()
    {
        var geometry = new VolumeGeometry(new(20, 18, 16), new Affine(0, -2, 0, 5, 1.5, 0, 0, -9, 0, 0, 2, 3));
        foreach (var (set, id) in new[] { ("tissue", "a"), ("lesions", "b") })
        {
            var (image, labels) = (new Volume<short>(geometry), new Volume<byte>(geometry));
            for (var i = 0; i < image.Voxels.Length; i++)
            {
                var isInside = i % 20 > 5 && i / 20 % 18 > 6;
                image.Voxels[i] = (short)(isInside ? 100 + i % 7 : i % 5);
                labels.Voxels[i] = isInside && (set == "tissue" || i % 20 > 15) ? (byte)1 : (byte)0;
            }

            NiftiWriter.Write(In($"{set}/{id}_T1.nii.gz"), image);
            NiftiWriter.Write(In($"{set}/{id}_labels.nii.gz"), labels);
        }

        File.WriteAllText(
            In("data.yaml"),
            """
            classes: [background, gm, wmh]
            datasets:
              - name: tissue
                root: tissue
                sequences: { T1: "*_T1.nii.gz" }
                labels: "*_labels.nii.gz"
                protocol: { 0: background, 1: gm }
              - name: lesions
                root: lesions
                sequences: { T1: "*_T1.nii.gz" }
                labels: "*_labels.nii.gz"
                protocol: { 0: not [wmh], 1: wmh }
            """
        );
    }
}
