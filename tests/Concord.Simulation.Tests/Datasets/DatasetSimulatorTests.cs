using System.Globalization;
using System.Text.Json;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Datasets;

namespace Concord.Simulation.Tests.Datasets;

public sealed class DatasetSimulatorTests(MadeSet made) : IClassFixture<MadeSet>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    [Fact]
    public void Two_workers_make_the_same_bytes()
    {
        var told = new Told(_ => { });
        DatasetSimulator.Run(MadeSet.Settings, MadeSet.Library(), In("set"), workers: 2, told);
        told.Values.ShouldBe(told.Values.Order());
        (told.Values[0], told.Values[^1]).ShouldBe((0, 3));
        Folders.ShouldHoldTheSame(In("set"), made.Folder);
    }

    [Fact]
    public void An_interrupted_run_goes_on_and_ends_with_the_same_bytes()
    {
        Folders.Copy(made.Folder, In("set"));
        Directory.Delete(In("set/sub-002"), recursive: true);
        File.Delete(In("set/manifest.yaml"));
        Directory.CreateDirectory(In("set/.sub-002.partial"));
        File.WriteAllText(In("set/.sub-002.partial/T1.nii.gz"), "half a file");
        File.WriteAllText(In("set/.sub-002.partial/leftover.txt"), "of a stage that no longer is");
        var kept = File.GetLastWriteTimeUtc(In("set/sub-001/T1.nii.gz"));

        var told = new Told(_ => { });
        DatasetSimulator.Run(MadeSet.Settings, MadeSet.Library(), In("set"), progress: told);
        (told.Values[0], told.Values[^1]).ShouldBe((2, 3));
        Folders.ShouldHoldTheSame(In("set"), made.Folder);
        File.GetLastWriteTimeUtc(In("set/sub-001/T1.nii.gz")).ShouldBe(kept);
        Directory.Exists(In("set/.sub-002.partial")).ShouldBeFalse();
    }

    [Fact]
    public void A_cancelled_run_leaves_whole_subjects_only_and_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var told = new Told(done =>
        {
            if (done >= 1)
                stop.Cancel();
        });
        Should.Throw<OperationCanceledException>(() =>
            DatasetSimulator.Run(
                MadeSet.Settings,
                MadeSet.Library(),
                In("set"),
                progress: told,
                cancellation: stop.Token
            )
        );
        Directory.GetDirectories(In("set")).ShouldBe([In("set/sub-001")]);
        File.Exists(In("set/manifest.yaml")).ShouldBeFalse();
        DatasetSimulator.Run(MadeSet.Settings, MadeSet.Library(), In("set"));
        Folders.ShouldHoldTheSame(In("set"), made.Folder);
    }

    [Fact]
    public void Fewer_subjects_than_are_there_are_warned_of()
    {
        Folders.Copy(made.Folder, In("set"));
        List<string> warnings = [];
        DatasetSimulator.Run(MadeSet.Settings with { Count = 1 }, MadeSet.Library(), In("set"), warn: warnings.Add);
        warnings.ShouldBe([$"{In("set")}: holds 2 more, of an earlier run, that the manifest names too"]);
        Folders.ShouldHoldTheSame(In("set"), made.Folder);
    }

    [Fact]
    public void More_subjects_can_be_added()
    {
        Folders.Copy(made.Folder, In("set"));
        DatasetSimulator.Run(MadeSet.Settings with { Count = 4 }, MadeSet.Library(), In("set"));
        File.Exists(In("set/sub-004/T1.nii.gz")).ShouldBeTrue();
        Directory.Delete(In("set/sub-004"), recursive: true);
        Folders.ShouldHoldTheSame(In("set"), made.Folder);
        (SubjectFolder.Name(998), SubjectFolder.Name(999)).ShouldBe(("sub-999", "sub-1000"));
    }

    [Fact]
    public void Other_settings_in_the_same_folder_are_refused()
    {
        Folders.Copy(made.Folder, In("set"));
        var error = Should.Throw<BadInputException>(() =>
            DatasetSimulator.Run(MadeSet.Settings with { Seed = 8 }, MadeSet.Library(), In("set"))
        );
        error.Message.ShouldStartWith($"{In("set")}: holds subjects that were made with other settings (");
        Folders.ShouldHoldTheSame(In("set"), made.Folder);
        // A folder of something else.
        Directory.CreateDirectory(In("other"));
        File.WriteAllText(In("other/thesis.txt"), "");
        Should
            .Throw<BadInputException>(() => DatasetSimulator.Run(MadeSet.Settings, MadeSet.Library(), In("other")))
            .Message.ShouldContain("is not empty, and no simulation (");
        Directory.GetFileSystemEntries(In("other")).Length.ShouldBe(1);
    }

    [Fact]
    public void A_subject_that_cannot_be_written_is_told_in_one_line()
    {
        Folders.Copy(made.Folder, In("set"));
        Directory.Delete(In("set/sub-002"), recursive: true);
        // A file is in the way of the folder.
        File.WriteAllText(In("set/sub-002"), "");
        var error = Should.Throw<BadInputException>(() =>
            DatasetSimulator.Run(MadeSet.Settings, MadeSet.Library(), In("set"), workers: 2)
        );
        error.Culprit.ShouldBe(In("set/sub-002"));
        error.Message.ShouldNotContain("\n");
    }

    // As on a full disk: every file of those that are written side by side fails.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Files_that_cannot_be_written_are_told_in_one_line(int threads)
    {
        Folders.Copy(made.Folder, In("set"));
        Directory.Delete(In("set/sub-002"), recursive: true);
        File.WriteAllText(In("set/.sub-002.partial"), "");
        var settings = MadeSet.Settings with { Subject = MadeSet.Settings.Subject with { Threads = threads } };
        var error = Should.Throw<BadInputException>(() => DatasetSimulator.Run(settings, MadeSet.Library(), In("set")));
        error.Culprit.ShouldStartWith(In("set/.sub-002.partial"));
        error.Message.ShouldNotContain("\n");
        Directory.Exists(In("set/sub-002")).ShouldBeFalse();
    }

    // Fields of a tumour's stages belong to one head.
    [Fact]
    public void A_record_knows_the_head_that_it_is_of()
    {
        var (path, settings) = (Path.Combine(made.Folder, "sub-001", "subject.json"), MadeSet.Settings);
        var (seed, anatomy) = (DatasetSimulator.SeedOf(settings, 0), MadeSet.Library().For(0, 1).Name);
        SubjectRecord.RequireSameHead(path, settings, seed, anatomy);
        SubjectRecord.RequireSameHead(In("none"), settings, seed, anatomy);
        var turned = settings with { Subject = settings.Subject with { Deformation = new() { Warp = 1 } } };
        foreach (
            var refused in new Action[]
            {
                () => SubjectRecord.RequireSameHead(path, settings, seed + 1, anatomy),
                () => SubjectRecord.RequireSameHead(path, settings, seed, "another"),
                () => SubjectRecord.RequireSameHead(path, turned, seed, anatomy),
            }
        )
            Should.Throw<BadInputException>(refused).Problem.ShouldStartWith("is of another head");
        File.WriteAllText(In("none"), "{}");
        Should
            .Throw<BadInputException>(() => SubjectRecord.RequireSameHead(In("none"), settings, seed, anatomy))
            .Problem.ShouldStartWith("isn't the record");
    }

    [Fact]
    public void Reads_back_through_the_manifest()
    {
        made.Manifest.Space.Classes.ShouldBe(["background", "csf", "gm", "wm", "wmh"]);
        var dataset = ManifestReader.Read(Path.Combine(made.Folder, "manifest.yaml")).Datasets.ShouldHaveSingleItem();
        dataset.Name.ShouldBe("simulated-lesions");
        var subjects = SubjectMatcher.Find(dataset);
        subjects.Select(s => s.Id).ShouldBe(["sub-001", "sub-002", "sub-003"]);
        var seed = DatasetSimulator.SeedOf(MadeSet.Settings, 1);
        var subject = SubjectSimulator.Make(MadeSet.Library().For(1, seed), MadeSet.Settings.Subject, seed);
        var data = SubjectReader.Read(dataset, subjects[1], ["T1", "FLAIR"]);
        data.Warnings.ShouldBeEmpty();
        data.Geometry.CornerDistance(MadeSet.Settings.Subject.Geometry).ShouldBeLessThan(1e-4);
        foreach (var (name, image) in new[] { ("T1", data.Images[0]), ("FLAIR", data.Images[1]) })
        {
            // Twelve bits.
            image.Voxels.Max().ShouldBe(4095);
            var scale = 4095 / subject.Images[name].Voxels.Max();
            var rounding = image.Voxels.Zip(subject.Images[name].Voxels, (a, b) => Math.Abs(a - scale * b));
            rounding.Max().ShouldBeLessThan(0.51f);
        }

        // BIDS: 1 grey, 2 white, 3 fluid, 7 lesion.
        int[] values = [0, 3, 1, 2, 7];
        Labels(made.Folder, "sub-002").ShouldBe(subject.Truth.Voxels.Select(v => values[v]));
        var lesion = NiftiReader.Read(Path.Combine(made.Folder, "sub-002/membership_wmh.nii.gz")).ToIntensities();
        lesion.Voxels.ShouldBe(subject.Anatomy[Tissue.Lesion].Voxels);
    }

    [Theory]
    [InlineData(HiddenLabels.Tissue)]
    [InlineData(HiddenLabels.Lesion)]
    public void Hidden_labels_agree_with_the_truth_when_merged(HiddenLabels hidden)
    {
        var settings = MadeSet.Settings with { Hidden = hidden, Count = 1 };
        var dataset = DatasetSimulator.Run(settings, MadeSet.Library(), In("set")).Datasets[0];
        var truth = Labels(made.Folder, "sub-001");
        Labels(In("set"), "sub-001")
            .ShouldBe(truth.Select(v => hidden == HiddenLabels.Tissue ? (v == 7 ? 7 : 0) : (v == 7 ? 2 : v)));
        // The images are the same: only the rater differs.
        Folders.Content(In("set/sub-001"))["T1.nii.gz"].ShouldBe(Folders.Content(made.Folder)["sub-001/T1.nii.gz"]);
        var candidates = SubjectReader.Read(dataset, SubjectMatcher.Find(dataset)[0], ["T1"]).Candidates;
        candidates.ShouldNotBeNull();
    }

    [Fact]
    public void Memberships_sum_to_one()
    {
        var files = Directory.GetFiles(Path.Combine(made.Folder, "sub-003"), "membership_*.nii.gz");
        files.Select(f => Path.GetFileName(f)[11..^7]).Order().ShouldBe(["background", "csf", "gm", "wm", "wmh"]);
        var sum = new float[40 * 48 * 40];
        foreach (var file in files)
            sum = [.. sum.Zip(NiftiReader.Read(file).ToIntensities().Voxels, (a, b) => a + b)];
        sum.ShouldAllBe(v => Math.Abs(v - 1) < 1e-3f);
    }

    [Fact]
    public void Record_tells_the_seed_and_what_came_out()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(made.Folder, "sub-002/subject.json")));
        var record = file.RootElement;
        record.GetProperty("number").GetInt32().ShouldBe(1);
        record.GetProperty("seed").GetUInt64().ShouldBe(DatasetSimulator.SeedOf(MadeSet.Settings, 1));
        record.GetProperty("anatomy").GetString().ShouldBe("procedural");
        record.GetProperty("mirror_image").ValueKind.ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
        var counted = Labels(made.Folder, "sub-002").Count(v => v == 7) * 64 / 1000.0;
        record.GetProperty("labelled_millilitres").GetProperty("wmh").GetDouble().ShouldBe(counted, 1e-3);
        record.GetProperty("millilitres").GetProperty("wm").GetDouble().ShouldBeGreaterThan(100);
        var table = File.ReadAllLines(Path.Combine(made.Folder, "sub-002/lesions.tsv"));
        table[0].ShouldBe("lesion\tkind\tx_mm\ty_mm\tz_mm\tvolume_mm3");
        record.GetProperty("lesion_count").GetInt32().ShouldBe(table.Length - 1);
        table
            .Skip(1)
            .Sum(row => double.Parse(row.Split('\t')[5], CultureInfo.InvariantCulture))
            .ShouldBe(1000 * counted, 1);

        var set = record.GetProperty("set");
        var flair = set.GetProperty("site").GetProperty("sequences").GetProperty("FLAIR");
        flair.GetProperty("TR").GetDouble().ShouldBe(9000);
        flair.GetProperty("TI").GetDouble().ShouldBe(1700.9, 0.5);
        set.GetProperty("grid").GetProperty("size").EnumerateArray().Select(v => v.GetInt32()).ShouldBe([40, 48, 40]);
        set.GetProperty("lesions").GetProperty("volume").GetDouble().ShouldBe(25);
        set.GetProperty("deformation").GetProperty("warp").GetDouble().ShouldBe(0);
        // The set's own file says the same.
        using var own = JsonDocument.Parse(File.ReadAllText(Path.Combine(made.Folder, "simulation.json")));
        JsonElement.DeepEquals(own.RootElement, set).ShouldBeTrue();
    }

    private static int[] Labels(string folder, string subject) =>
        NiftiReader.Read(Path.Combine(folder, subject, "labels.nii.gz")).ToLabels().Voxels;

    /// <summary>Remembers what it was told.</summary>
    private sealed class Told(Action<double> then) : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value)
        {
            lock (Values)
                Values.Add(value);
            then(value);
        }
    }
}
