using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Cli.Tests;

public sealed class EvaluateTests : IDisposable
{
    private const string Heading = "subject,structure,metric,value\n";

    private static readonly VolumeGeometry Four = new(new(4, 1, 1), Affine.FromSpacing(Spacing.Isotropic(10)));

    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    private void Labels(string name, params byte[] voxels) =>
        NiftiWriter.Write(In(name), new Volume<byte>(Four, voxels));

    private void Manifest(string classes, string protocol, string mask = "")
    {
        File.WriteAllText(
            In("test.yaml"),
            $"classes: [{classes}]\ndatasets:\n  - name: test\n    root: .\n    sequences: {{ T1: \"*_T1.nii\" }}\n"
                + $"    labels: \"*_labels.nii\"\n    protocol: {{ {protocol} }}\n{mask}"
        );
    }

    private Concord.Result Dice(params string[] more) =>
        Concord.Run([
            "evaluate",
            "--reference",
            In("test.yaml"),
            "--prediction",
            In("out"),
            "--metrics",
            "dice",
            .. more,
        ]);

    [Fact]
    public void The_table_beside_a_prediction_says_what_its_integers_mean()
    {
        Labels("a_T1.nii", 1, 2, 3, 4);
        Labels("a_labels.nii", 1, 1, 2, 0);
        // A model that lists its classes in another order, and one more.
        Labels("out/a_dseg.nii.gz", 101, 101, 100, 3);
        File.WriteAllText(In("out/dseg.tsv"), "index\tname\n0\tbackground\n100\tthalamus\n101\tPutamen\n3\tcsf\n");
        Manifest("background, putamen, thalamus", "0: background, 1: putamen, 2: thalamus");
        var scored = Dice();
        scored.Code.ShouldBe(0, scored.Error);
        scored.Output.ShouldBe(Heading + "a,putamen,dice,1\na,thalamus,dice,1\n");
        scored.Error.ShouldBe(
            "warning: the predicted structure csf is no class of the manifest: it counts as background\n"
        );
    }

    [Fact]
    public void Labels_of_the_same_world_are_brought_to_the_prediction_and_count_where_they_reach()
    {
        Labels("a_T1.nii", 1, 2, 3, 4);
        // Voxels of half the size; of the last one of the scan nothing is known.
        var fine = new VolumeGeometry(new(6, 2, 2), Affine.FromSpacing(Spacing.Isotropic(5), new(-2.5, -2.5, -2.5)));
        byte[] row = [1, 1, 0, 0, 1, 1];
        NiftiWriter.Write(In("a_labels.nii"), new Volume<byte>(fine, [.. row, .. row, .. row, .. row]));
        Labels("out/a_dseg.nii.gz", 1, 0, 0, 1);
        Manifest("background, gm", "0: background, 1: gm");
        var refused = Dice();
        refused.Code.ShouldBe(2);
        refused.Error.ShouldContain("say same_world: true in the manifest");

        File.AppendAllText(In("test.yaml"), "\n    same_world: true\n");
        var scored = Dice();
        scored.Code.ShouldBe(0, scored.Error);
        // One of two is found, and the last is not held against the prediction.
        scored.Output.ShouldBe(Heading + "a,gm,dice,0.666667\n");
    }

    [Fact]
    public void Names_the_subjects_that_have_no_prediction()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            Labels($"{id}_T1.nii", 1, 2, 3, 4);
            Labels($"{id}_labels.nii", 1, 1, 0, 0);
        }

        Manifest("background, gm", "0: background, 1: gm");
        Labels("out/b_dseg.nii.gz", 1, 0, 0, 0);
        var scored = Dice();
        scored.Code.ShouldBe(0, scored.Error);
        scored.Output.ShouldBe(Heading + "b,gm,dice,0.666667\n");
        scored.Error.ShouldBe(
            "warning: 2 of 3 subjects have no prediction: a, c\n"
                + $"warning: no dseg.tsv lies beside {In("out")}: values there are taken as predict writes them, 1 for gm\n"
        );

        Labels("ref/a.nii", 1, 1, 0, 0);
        Labels("ref/b.nii", 1, 1, 0, 0);
        Concord
            .Run("evaluate", "--reference", In("ref"), "--prediction", In("out"))
            .Error.ShouldContain("1 of 2 references have no prediction: a");
    }

    [Fact]
    public void Two_files_that_may_both_be_of_a_subject_are_one_too_many()
    {
        Labels("a_T1.nii", 1, 2, 3, 4);
        Labels("a_labels.nii", 1, 1, 0, 0);
        Manifest("background, gm", "0: background, 1: gm");
        Labels("out/a_dseg.nii.gz", 1, 0, 0, 0);
        Dice().Output.ShouldBe(Heading + "a,gm,dice,0.666667\n");
        Labels("out/test_a_dseg.nii.gz", 1, 1, 0, 0);
        IsRefused(
            Dice(),
            $"{In("out/test_a_dseg.nii.gz")}: may be of a, and so may a_dseg.nii.gz (leave one of the two)"
        );
        File.Delete(In("out/a_dseg.nii.gz"));
        Dice().Output.ShouldBe(Heading + "a,gm,dice,1\n");

        // A subject that is called as another with its dataset: what has its name is its own.
        Labels("test_a_T1.nii", 1, 2, 3, 4);
        Labels("test_a_labels.nii", 1, 1, 1, 1);
        Dice().Output.ShouldBe(Heading + "test_a,gm,dice,0.666667\n");
        Labels("out/a_dseg.nii.gz", 1, 0, 0, 0);
        Dice().Output.ShouldBe(Heading + "a,gm,dice,0.666667\ntest_a,gm,dice,0.666667\n");
    }

    [Fact]
    public void Outside_the_mask_the_reference_is_background()
    {
        Labels("a_T1.nii", 1, 2, 3, 4);
        Labels("a_labels.nii", 1, 1, 1, 1);
        Labels("a_mask.nii", 1, 1, 0, 0);
        Labels("out/a_dseg.nii.gz", 1, 1, 0, 0);
        Manifest("background, gm", "0: background, 1: gm", "    mask: \"*_mask.nii\"\n");
        Dice().Output.ShouldBe(Heading + "a,gm,dice,1\n");
    }

    [Fact]
    public void A_predicted_volume_is_all_of_it_where_Dice_counts_what_is_decided()
    {
        Labels("a_T1.nii", 1, 2, 3, 4);
        Labels("a_labels.nii", 1, 2, 0, 0);
        Labels("out/a_dseg.nii.gz", 7, 7, 0, 0);
        Manifest("background, gm, wmh", "0: not [wmh], 1: wmh, 2: any");
        Concord
            .Run("evaluate", "--reference", In("test.yaml"), "--prediction", In("out"))
            .Output.ShouldBe(Heading + "a,wmh,dice,1\na,wmh,volume_ml,2\na,wmh,reference_volume_ml,1\n");
    }

    [Fact]
    public void Takes_the_segmentation_where_the_scan_lies_beside_it()
    {
        Labels("ref/a.nii", 1, 1, 0, 0);
        Labels("out/a.nii", 9, 8, 7, 6);
        Labels("out/a_dseg.nii", 1, 1, 0, 0);
        string[] command = ["evaluate", "--reference", In("ref"), "--prediction", In("out"), "--metrics", "dice"];
        Concord.Run(command).Output.ShouldBe(Heading + "a,label-1,dice,1\n");
        Labels("out/a_dseg.nii.gz", 1, 1, 0, 0);
        IsRefused(Concord.Run(command), "has the name of");
    }

    [Fact]
    public void Files_of_other_tools_are_found_by_the_subject_and_scans_are_none()
    {
        Labels("a.nii.gz", 9, 8, 7, 6);
        Labels("a_labels.nii", 1, 1, 0, 0);
        Manifest("background, gm", "0: background, 1: gm");
        File.WriteAllText(In("test.yaml"), File.ReadAllText(In("test.yaml")).Replace("*_T1.nii", "*.nii.gz"));
        Labels("out/a.nii.gz", 1, 0, 0, 0);
        Dice().Output.ShouldBe(Heading + "a,gm,dice,0.666667\n");
        Labels("out/a_dseg.nii.gz", 1, 1, 0, 0);
        Dice().Output.ShouldBe(Heading + "a,gm,dice,1\n", "what predict wrote stands first");
        IsRefused(
            Concord.Run("evaluate", "--reference", In("test.yaml"), "--prediction", _folder),
            "holds no file named like a subject"
        );
    }

    [Fact]
    public void What_one_subject_does_not_have_counts_in_it_too()
    {
        Labels("ref/a.nii", 1, 1, 0, 0);
        Labels("ref/b.nii", 0, 0, 0, 0);
        // A copy from another system brings such files along.
        File.WriteAllText(In("ref/._a.nii"), "Mac OS X");
        File.WriteAllText(In("ref/dseg.tsv"), "index\tname\n0\tbackground\n1\twmh\n");
        Labels("out/a.nii", 1, 0, 0, 0);
        Labels("out/b.nii", 0, 0, 0, 0);
        string[] command = ["evaluate", "--reference", In("ref"), "--prediction", In("out")];
        Concord
            .Run([.. command, "--metrics", "dice,volume_ml"])
            .Output.ShouldBe(Heading + "a,wmh,dice,0.666667\na,wmh,volume_ml,1\nb,wmh,dice,\nb,wmh,volume_ml,0\n");
        var rules = Concord.Run([.. command, "--rules", "wmh"]);
        rules.Code.ShouldBe(0, rules.Error);
        rules.Output.ShouldContain("b,wmh,lesion_f1,1\n");
    }

    [Fact]
    public void One_faulty_pair_costs_no_other()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            Labels($"ref/{id}.nii", 1, 1, 0, 0);
            Labels($"out/{id}.nii", 1, 0, 0, 0);
        }

        File.WriteAllBytes(In("ref/b.nii"), File.ReadAllBytes(In("ref/b.nii"))[..100]);
        var scored = Concord.Run(
            "evaluate",
            "--reference",
            In("ref"),
            "--prediction",
            In("out"),
            "--metrics",
            "dice",
            "-o",
            In("scores.csv")
        );
        scored.Code.ShouldBe(2, scored.Output);
        File.ReadAllText(In("scores.csv")).ShouldBe(Heading + "a,label-1,dice,0.666667\nc,label-1,dice,0.666667\n");
        var lines = scored.Error.TrimEnd().Split('\n');
        lines[0].ShouldStartWith($"error: {In("ref/b.nii")}: ");
        lines[^1].ShouldBe($"error: {In("ref")}: 1 of 3 subjects could not be measured (mend them and run it again)");
        lines.Length.ShouldBe(2);
    }

    [Fact]
    public void What_a_dataset_does_not_label_is_measured_by_no_rules()
    {
        Labels("a_T1.nii", 1, 2, 3, 4);
        Labels("a_labels.nii", 1, 1, 0, 0);
        Labels("out/a_dseg.nii.gz", 7, 1, 2, 3);
        File.WriteAllText(In("out/dseg.tsv"), "index\tname\n1\tgm\n2\twm\n3\tcsf\n7\twmh\n");
        Manifest("background, csf, gm, wm, wmh, edema, tumor", "0: not [wmh], 1: wmh");
        string[] command = ["evaluate", "--reference", In("test.yaml"), "--prediction", In("out"), "--rules"];
        Concord.Run([.. command, "wmh"]).Output.ShouldStartWith(Heading + "a,wmh,dice,0.666667\n");
        foreach (var rules in new[] { "mrbrains13", "brats" })
            IsRefused(Concord.Run([.. command, rules]), "labels nothing that is to be measured");
        Manifest("background, csf, gm, wm, wmh, edema, tumor", "0: background, 1: [wm, wmh]");
        IsRefused(Concord.Run([.. command, "wmh"]), "labels nothing that is to be measured");
        // White matter with its lesions is what MRBrainS13 measures; of the others nothing is said.
        Concord
            .Run([.. command, "mrbrains13"])
            .Output.Split('\n')
            .Select(l => l.Split(',').ElementAtOrDefault(1))
            .Distinct()
            .ShouldBe(["structure", "wm", null]);
    }

    [Fact]
    public void Says_what_is_wrong_with_its_arguments()
    {
        Labels("a.nii", 1, 0, 0, 0);
        IsRefused(
            Concord.Run("evaluate", "--reference", In("a.nii"), "--prediction", In("none")),
            $"{In("none")}: no such file or folder"
        );
        IsRefused(
            Concord.Run("evaluate", "--reference", In("a.nii"), "--prediction", _folder),
            "one of reference and prediction is a file"
        );
        IsRefused(
            Concord.Run("evaluate", "--reference", In("a.nii"), "--prediction", In("a.nii"), "--metrics", ","),
            "names no metric"
        );
        IsRefused(
            Concord.Run("evaluate", "--reference", In("a.nii"), "--prediction", In("a.nii"), "--metrics", ""),
            "--metrics: is empty"
        );
        Concord.Run().Error.ShouldContain("(see concord --help)");
    }

    private static void IsRefused(Concord.Result result, string message)
    {
        result.Code.ShouldBe(2, result.Output + result.Error);
        result.Error.ShouldStartWith("error: ");
        result.Error.ShouldContain(message);
    }
}
