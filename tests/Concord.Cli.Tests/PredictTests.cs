using Concord.Cli.Commands;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;
using Concord.Tests.Shared;

namespace Concord.Cli.Tests;

public sealed class PredictTests(BadInputData data) : IClassFixture<BadInputData>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    private Concord.Result Predict(params string[] more) => data.Predict(In("out"), null, more);

    [Theory]
    [InlineData("T1", "FLAIR")]
    [InlineData("FLAIR", "T1")]
    public void Scans_on_other_grids_are_segmented_on_that_of_the_first(string first, string second)
    {
        var folder = $"grids-{first}";
        var fine = new VolumeGeometry(new(64, 74, 66), Affine.FromSpacing(new(3, 3, 3), new(-96, -111, -99)));
        var slices = new VolumeGeometry(new(90, 100, 40), Affine.FromSpacing(new(2.2, 2.2, 5), new(-95, -104, -98)));
        var moved = new RigidTransform(default, new(0, 0.05, 0.08), new(6, -4, 3)).ToAffine();
        NiftiWriter.Write(In($"{folder}/T1.nii.gz"), HeadPhantom.Paint(fine, isT2: false, Affine.Identity));
        NiftiWriter.Write(In($"{folder}/FLAIR.nii.gz"), HeadPhantom.Paint(slices, isT2: true, moved.Inverse()));
        string Input(string name) => $"{name}={In($"{folder}/{name}.nii.gz")}";
        var result = Concord.Run(
            "predict",
            "--model",
            data.Model,
            "-i",
            Input(first),
            "-i",
            Input(second),
            "--probabilities",
            "-o",
            In($"{folder}/out")
        );
        result.Code.ShouldBe(0, result.Error);
        result.Error.ShouldContain($"{second}.nii.gz: registered to ");
        var grid = ImageFile.ReadGeometry(In($"{folder}/{first}.nii.gz"));
        foreach (var name in new[] { "dseg", "label-gm_probseg" })
            ImageFile.ReadGeometry(In($"{folder}/out/{first}_{name}.nii.gz")).ShouldBe(grid);
    }

    [Fact]
    public void Loses_no_earlier_result_in_the_same_folder()
    {
        Predict().Code.ShouldBe(0);
        var again = Predict();
        again.Code.ShouldBe(2);
        again.Error.ShouldContain(
            "a_T1_dseg.nii.gz: exists already (choose another folder or --name, or add --overwrite)"
        );
        Predict("--overwrite").Code.ShouldBe(0);
        Predict("--name", "second").Code.ShouldBe(0);
        File.ReadLines(In("out/volumes.tsv"))
            .Select(l => l.Split('\t')[0])
            .ShouldBe(["subject", "a_T1", "a_T1", "second", "second"]);
        File.WriteAllText(In("out/dseg.tsv"), "index\tname\n1\tbone\n");
        Predict("--name", "third").Error.ShouldContain("names other classes than this model has");
    }

    [Fact]
    public void One_faulty_scan_costs_no_other_and_a_prediction_goes_on()
    {
        foreach (var subject in new[] { "a", "b", "c" })
        foreach (var sequence in new[] { "T1", "FLAIR" })
            File.Copy(data.In($"data/a_{sequence}.nii"), In($"{subject}_{sequence}.nii"));
        var whole = File.ReadAllBytes(In("b_FLAIR.nii"));
        File.WriteAllBytes(In("b_FLAIR.nii"), whole[..1000]);
        File.WriteAllText(In("scans.yaml"), BadInputData.Manifest.Replace("root: data", "root: ."));
        string[] command = ["predict", "--model", data.Model, "--manifest", In("scans.yaml"), "-o", In("out")];
        var first = Concord.Run(command);
        first.Code.ShouldBe(2, first.Error);
        first.Output.ShouldBe($"{In("out/a_dseg.nii.gz")}\n{In("out/c_dseg.nii.gz")}\n");
        var errors = first.Error.Split('\n').Where(l => l.StartsWith("error: ", StringComparison.Ordinal)).ToList();
        errors[0].ShouldStartWith($"error: {In("b_FLAIR.nii")}: ");
        errors[1]
            .ShouldBe(
                $"error: {In("scans.yaml")}: 1 of 3 scans could not be segmented (mend them, and run it again with --resume)"
            );
        errors.Count.ShouldBe(2);
        var picture = File.GetLastWriteTimeUtc(In("out/a_qc.png"));

        File.WriteAllBytes(In("b_FLAIR.nii"), whole);
        // As if it had been killed before the last file of a scan was there.
        File.Delete(In("out/c_dseg.nii.gz"));
        var again = Concord.Run([.. command, "--resume"]);
        again.Code.ShouldBe(0, again.Error);
        again.Error.ShouldContain("1 of 3 are there already\n");
        again.Output.ShouldBe($"{In("out/b_dseg.nii.gz")}\n{In("out/c_dseg.nii.gz")}\n");
        File.GetLastWriteTimeUtc(In("out/a_qc.png")).ShouldBe(picture);
        File.ReadLines(In("out/volumes.tsv")).Count().ShouldBe(7);

        // What was there and can't be read now costs no other either.
        File.Delete(In("out/c_dseg.nii.gz"));
        File.WriteAllBytes(In("a_T1.nii"), whole[..100]);
        var without = Concord.Run([.. command, "--resume"]);
        without.Code.ShouldBe(2);
        without.Output.ShouldBe($"{In("out/c_dseg.nii.gz")}\n");
        without.Error.ShouldContain("1 of 3 scans could not be segmented");

        // Another scan by the name of one that was segmented.
        whole[^1] ^= 1;
        File.WriteAllBytes(In("a_T1.nii"), whole);
        var other = Concord.Run([.. command, "--resume"]);
        other.Code.ShouldBe(2);
        other.Error.ShouldContain("a_dseg.nii.gz: isn't known to be of this model, these scans and these options");
        var mended = Concord.Run([.. command, "--resume", "--overwrite"]);
        mended.Code.ShouldBe(0, mended.Error);
        mended.Output.ShouldBe($"{In("out/a_dseg.nii.gz")}\n");
        var done = Concord.Run([.. command, "--resume"]);
        (done.Code, done.Output, done.Remarks).ShouldBe((0, "", "3 of 3 are there already\n"));
    }

    // Whoever has labels and no scan is left out of training by name.
    [Fact]
    public void Names_that_label_files_alone_have_may_be_excluded()
    {
        foreach (var sequence in new[] { "T1", "FLAIR" })
            File.Copy(data.In($"data/a_{sequence}.nii"), In($"a_{sequence}.nii"));
        foreach (var subject in new[] { "a", "b" })
            File.Copy(data.In("data/a_labels.nii"), In($"{subject}_labels.nii"));
        string[] command = ["predict", "--model", data.Model, "--manifest", In("scans.yaml"), "-o", In("out")];
        Exclude("b");
        var result = Concord.Run(command);
        result.Code.ShouldBe(0, result.Error);
        // With a mask it is known again, and left out as ever.
        foreach (var subject in new[] { "a", "b" })
            File.Copy(data.In("data/a_labels.nii"), In($"{subject}_mask.nii"));
        File.AppendAllText(In("scans.yaml"), "    mask: \"*_mask.nii\"\n");
        var masked = Concord.Run([.. command, "--overwrite"]);
        masked.Code.ShouldBe(0, masked.Error);
        Exclude("c");
        Concord.Run([.. command, "--overwrite"]).Error.ShouldContain("has no subject 'c' to exclude");

        void Exclude(string name) =>
            File.WriteAllText(
                In("scans.yaml"),
                BadInputData.Manifest.Replace("root: data", "root: .").TrimEnd() + $"\n    exclude: [\"{name}\"]\n"
            );
    }

    // A shift that registration takes for none.
    [Fact]
    public void Results_have_the_header_of_the_image_that_was_named_first()
    {
        var t1 = ImageFile.Open(data.In("data/a_T1.nii")).ToIntensities();
        var place = t1.Geometry.Affine.Compose(Affine.FromSpacing(Spacing.Isotropic(1), new(0.02, 0, 0)));
        NiftiWriter.Write(In("FLAIR.nii"), new Volume<float>(new(t1.Size, place), t1.Voxels));
        string[] images = ["-i", $"FLAIR={In("FLAIR.nii")}", "-i", $"T1={data.In("data/a_T1.nii")}"];
        string[] command = ["predict", "--model", data.Model, "-o", In("out"), "--name", "a", "--resume"];
        Concord.Run([.. command, .. images]).Code.ShouldBe(0);
        ImageFile.ReadGeometry(In("out/a_dseg.nii.gz")).ShouldBe(ImageFile.ReadGeometry(In("FLAIR.nii")));
        Concord.Run([.. command, .. images]).Remarks.ShouldBe("1 of 1 are there already\n");
        // The other way round it would be another file.
        Concord.Run([.. command, .. images[2..], .. images[..2]]).Code.ShouldBe(2);
    }

    // Maps and volumes of one model beside labels of another would pass for whole.
    [Fact]
    public void Labels_that_are_replaced_go_before_anything_of_the_new_ones_is_there()
    {
        Predict().Code.ShouldBe(0);
        File.Delete(In("out/a_T1_qc.png"));
        Directory.CreateDirectory(In("out/a_T1_qc.png"));
        var stopped = Predict("--overwrite");
        stopped.Code.ShouldBe(2, stopped.Output);
        stopped.Error.ShouldContain("a_T1_qc.png: can't be written: it is a folder");
        File.Exists(In("out/a_T1_dseg.nii.gz")).ShouldBeFalse();
        Directory.Delete(In("out/a_T1_qc.png"));
        Predict("--resume").Output.ShouldBe($"{In("out/a_T1_dseg.nii.gz")}\n");
    }

    // Of a list one would have been taken, and numbers stand for them too.
    [Theory]
    [InlineData("training,test")]
    [InlineData("2")]
    [InlineData("everyone")]
    public void A_subset_is_one_of_three_words(string subset) =>
        Should
            .Throw<BadInputException>(() => PredictionInput.FromManifest(data.In("data.yaml"), subset, In("run")))
            .Problem.ShouldBe($"unknown '{subset}'");

    [Fact]
    public void Options_of_single_scans_and_of_manifests_exclude_each_other()
    {
        var both = Predict("--manifest", data.In("data.yaml"));
        both.Code.ShouldBe(2);
        both.Error.ShouldContain("give one or the other");
        Predict("--name", "a/b").Error.ShouldContain("'a/b' can't name a file");
    }

    [Fact]
    public void A_voxel_size_that_would_fill_all_memory_is_an_error()
    {
        var bytes = File.ReadAllBytes(data.In("data/a_T1.nii"));
        // Micrometres that pass for millimetres: sform's columns and pixdim by a thousand.
        foreach (var offset in new[] { 280, 300, 320, 80, 84, 88 })
            BitConverter.TryWriteBytes(bytes.AsSpan(offset), 1000 * BitConverter.ToSingle(bytes, offset));
        BitConverter.TryWriteBytes(bytes.AsSpan(252), (short)0);
        foreach (var name in new[] { "T1", "FLAIR" })
            File.WriteAllBytes(In($"{name}.nii"), bytes);
        var result = Concord.Run(
            "predict",
            "--model",
            data.Model,
            "-i",
            $"T1={In("T1.nii")}",
            "-i",
            $"FLAIR={In("FLAIR.nii")}",
            "-o",
            In("out")
        );
        result.Code.ShouldBe(2, result.Error);
        result.Error.ShouldContain("T1.nii: 16x14x12 voxels of 2000x2000x2000 mm become");
    }

    [Fact]
    public void A_model_of_another_version_is_refused()
    {
        Directory.CreateDirectory(In("model"));
        foreach (var file in Directory.GetFiles(data.Model))
            File.Copy(file, In($"model/{Path.GetFileName(file)}"));
        string[] command = ["predict", "--model", In("model"), "-i", "T1=a.nii", "-o", In("out")];
        var text = File.ReadAllText(In("model/model.json"));
        File.WriteAllText(In("model/model.json"), text.Replace("-5 outside", "-4 outside"));
        Concord.Run(command).Error.ShouldContain("made by another version of Concord");
        // As the first format was: without what is required now.
        File.WriteAllText(In("model/model.json"), "{ \"format\": 1, \"classes\": [\"background\", \"gm\"] }");
        Concord.Run(command).Error.ShouldContain("made by another version of Concord");
        File.WriteAllText(In("model/model.json"), text.Replace("\"spacing\": [", "\"spacing\": null, \"space\": ["));
        Concord.Run(command).Error.ShouldContain("made by another version of Concord");
        File.WriteAllText(In("model/model.json"), "null");
        Concord.Run(command).Error.ShouldContain("not a model description");
    }

    [Theory]
    [InlineData("--seed", "-1")]
    [InlineData("--steps", "0")]
    [InlineData("--checkpoint-seconds", "-1")]
    [InlineData("--device", "tpu")]
    [InlineData("--precision", "float8")]
    [InlineData("--strategy", "magic")]
    public void Train_refuses_a_bad_option_before_it_writes(string option, string value)
    {
        var result = Concord.Run("train", data.In("data.yaml"), "-o", In("run"), option, value);
        result.Code.ShouldBe(2, result.Output + result.Error);
        result.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldStartWith("error: ");
        Directory.Exists(In("run")).ShouldBeFalse();
    }

    [Fact]
    public void Check_tells_what_it_has_found_where_its_page_cannot_be_written()
    {
        var result = Concord.Run("check", data.In("data.yaml"), "--html", data.In("data.yaml/check.html"));
        result.Code.ShouldBe(2);
        result.Output.ShouldContain("can be trained on");
        result.Error.ShouldContain("check.html: can't be written");
    }

    [Fact]
    public void Check_agrees_with_train_on_what_can_be_learnt()
    {
        var text = BadInputData.Manifest.Replace("root: data", $"root: {data.In("data")}");
        File.WriteAllText(In("any.yaml"), text.Replace("0: background, 1: gm", "0: any, 1: any"));
        var check = Concord.Run("check", In("any.yaml"));
        check.Code.ShouldBe(2, check.Output);
        check.Error.ShouldContain("only has no labelled voxel to learn from");
        var lines = text.Split('\n').Where(l => !l.Contains("labels:") && !l.Contains("protocol:"));
        File.WriteAllText(In("unlabelled.yaml"), string.Join('\n', lines));
        var unlabelled = Concord.Run("check", In("unlabelled.yaml"));
        unlabelled.Code.ShouldBe(0, unlabelled.Error);
        unlabelled.Output.ShouldContain("to train, every dataset needs labels");
    }
}
