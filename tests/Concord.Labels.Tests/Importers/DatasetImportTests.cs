using Concord.Imaging;
using Concord.Labels.Importers;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Tests.Shared;

namespace Concord.Labels.Tests.Importers;

public sealed class DatasetImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // What structures that are no class of their own mean.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["necrosis"] = "tumor",
        ["deep gm"] = "gm",
        ["other"] = "any",
        ["cerebellum"] = "[gm, wm]",
        ["brainstem"] = "[gm, wm]",
        ["skull"] = "background",
        ["vessels"] = "[background, csf, gm, wm]",
    };

    public static TheoryData<int> Layouts => [.. Enumerable.Range(0, OfficialLayout.All.Count)];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Finds_what_a_release_holds_by_its_official_names(int index)
    {
        var official = OfficialLayout.All[index];
        Unpack(official, _folder.Path);
        var known = KnownDatasets.Find(official.Importer);
        var manifest = DatasetImport.Run(known, _folder.Path, In("data.yaml"));

        manifest.Space.Classes.ShouldBe(known.Classes);
        var dataset = manifest.Datasets.ShouldHaveSingleItem();
        dataset.Name.ShouldBe(official.Dataset);
        dataset.IsSameWorld.ShouldBe(official.HasFineLabels);
        dataset.Sequences.Select(s => s.Key).ShouldBe(official.Images.Keys);
        var subjects = SubjectMatcher.Find(dataset);
        subjects.Count.ShouldBe(official.Subjects.Count);
        foreach (var official1 in official.Subjects)
        {
            var subject = subjects.Single(s =>
                s.Images.Values.Contains(
                    Full(official.Images["T1" is var t && official.Images.ContainsKey(t) ? t : "T1c"], official1)
                )
            );
            foreach (var (sequence, path) in official.Images)
                subject.Images[sequence].ShouldBe(Full(path, official1));
            subject.Labels.ShouldBe(Full(official.Labels, official1));
            if (official.Mask is not null)
                subject.Mask.ShouldBe(Full(official.Mask, official1));
        }

        foreach (var (structure, value) in official.Values)
            dataset.Protocol!.Describe(value).ShouldBe(Elsewhere.GetValueOrDefault(structure, structure), structure);
        if (official.HasTissues)
            dataset
                .Protocol!.Describe(0)
                .ShouldBe(official.Importer == "freesurfer" ? "[background, csf]" : "background");

        // Where only lesions are labelled, what isn't labelled may be anything else.
        var nothing = dataset.Protocol!.Meanings[0];
        nothing.Contains(0).ShouldBeTrue();
        var lesions = official.Values.Keys.Select(manifest.Space.IndexOf).Where(c => c > 0);
        if (!official.HasTissues)
            nothing.ShouldBe(
                manifest.Space.All.Except(
                    lesions.Aggregate(default(CandidateSet), (s, c) => s.Union(CandidateSet.Of(c)))
                )
            );
    }

    [Fact]
    public void A_manifest_that_was_written_reads_back_the_same()
    {
        Unpack(OfficialLayout.All[0], _folder.Path);
        var manifest = DatasetImport.Run(KnownDatasets.Find("mrbrains13"), _folder.Path, In("data.yaml"));
        ManifestWriter.Write(manifest, In("data.yaml"), relative: true, "what to cite");
        File.ReadLines(In("data.yaml")).First().ShouldBe("# what to cite");
        var read = ManifestReader.Read(In("data.yaml"));
        read.Datasets[0].Protocol!.Meanings.ShouldBe(manifest.Datasets[0].Protocol!.Meanings);
        read.Datasets[0].Root.ShouldBe(manifest.Datasets[0].Root);
    }

    [Fact]
    public void Two_datasets_share_one_label_space_in_which_a_lesion_sets_zero_is_any_tissue()
    {
        Unpack(OfficialLayout.All.First(o => o.Importer == "wmh2017"), In("wmh"));
        Unpack(OfficialLayout.All.First(o => o.Importer == "mrbrains13"), In("mrb"));
        var first = DatasetImport.Run(KnownDatasets.Find("wmh2017"), In("wmh"), In("data.yaml"));
        ManifestWriter.Write(first, In("data.yaml"), relative: true);
        var both = DatasetImport.Run(KnownDatasets.Find("mrbrains13"), In("mrb"), In("data.yaml"), In("data.yaml"));

        both.Space.Classes.ShouldBe(["background", "wmh", "csf", "gm", "wm"]);
        both.Datasets.Select(d => d.Name).ShouldBe(["wmh2017-utrecht", "mrbrains13"]);
        var lesions = both.Datasets[0].Protocol!.Meanings;
        lesions[0].ShouldBe(both.Space.All.Except(CandidateSet.Of(1)));
        lesions[2].ShouldBe(both.Space.All);
        Should
            .Throw<BadInputException>(() =>
                DatasetImport.Run(KnownDatasets.Find("wmh2017"), In("wmh"), In("data.yaml"), In("data.yaml"))
            )
            .Problem.ShouldBe("has a dataset 'wmh2017-utrecht' already");
    }

    [Fact]
    public void A_sequence_that_a_subject_lacks_is_left_out()
    {
        var official = OfficialLayout.All.First(o => o.Importer == "open-ms");
        Unpack(official, _folder.Path);
        File.Delete(Full(official.Images["T2"], "02"));
        var manifest = DatasetImport.Run(KnownDatasets.Find("open-ms"), _folder.Path, In("data.yaml"));
        manifest.Datasets[0].Sequences.Select(s => s.Key).ShouldBe(["T1", "FLAIR", "T1c"]);
    }

    [Fact]
    public void MRBrainS13_labels_for_testing_merge_lesions_with_white_matter()
    {
        foreach (var name in new[] { "T1", "T2_FLAIR", "T1_IR", "LabelsForTesting" })
            Touch(In($"1/{name}.nii"));
        var manifest = DatasetImport.Run(KnownDatasets.Find("mrbrains13"), _folder.Path, In("data.yaml"));
        manifest.Space.Describe(manifest.Datasets[0].Protocol!.Meanings[3]).ShouldBe("[wm, wmh]");
        // The cerebellum and the brainstem are called 0 there.
        manifest.Datasets[0].Protocol!.Describe(0).ShouldBe("[background, gm, wm]");
    }

    [Fact]
    public void Every_site_of_WMH_2017_is_a_dataset_of_its_own()
    {
        foreach (
            var site in new[]
            {
                "training/Utrecht/0",
                "training/Singapore/50",
                "training/Amsterdam/GE3T/100",
                "test/Amsterdam/GE1T5/150",
                "test/Amsterdam/Philips_VU .PETMR_01./161",
            }
        )
        foreach (var name in new[] { "pre/T1", "pre/FLAIR", "wmh" })
            Touch(In($"{site}/{name}.nii.gz"));
        DatasetImport
            .Run(KnownDatasets.Find("wmh2017"), _folder.Path, In("data.yaml"))
            .Datasets.Select(d => d.Name)
            .ShouldBe([
                "wmh2017-utrecht",
                "wmh2017-singapore",
                "wmh2017-amsterdam",
                "wmh2017-amsterdam-1t5-test",
                "wmh2017-amsterdam-petmr-test",
            ]);
    }

    [Fact]
    public void Says_what_is_missing()
    {
        var mrbrains = KnownDatasets.Find("mrbrains13");
        Should
            .Throw<BadInputException>(() => DatasetImport.Run(mrbrains, _folder.Path, In("data.yaml")))
            .Problem.ShouldBe("holds no mrbrains13: no */T1.nii with */LabelsForTraining.nii");
        Should
            .Throw<BadInputException>(() => DatasetImport.Run(mrbrains, In("nowhere"), In("data.yaml")))
            .Problem.ShouldBe("no such folder");
        Should
            .Throw<BadInputException>(() => KnownDatasets.Find("adni"))
            .Problem.ShouldBe("no dataset 'adni' is known");
    }

    [Fact]
    public void BIDS_labels_without_a_table_are_refused_and_unknown_names_teach_nothing()
    {
        var official = OfficialLayout.All.First(o => o.Dataset == "manual");
        Unpack(official, _folder.Path);
        File.WriteAllText(
            In("derivatives/manual/dseg.tsv"),
            "index\tname\n1\tLeft-Putamen\n2\tcerebral white matter\n"
        );
        var meanings = DatasetImport
            .Run(KnownDatasets.Find("bids"), _folder.Path, In("data.yaml"))
            .Datasets[0]
            .Protocol!.Meanings;
        meanings[1].Count.ShouldBe(5);
        meanings[2].IsSingleton.ShouldBeTrue();
        File.Delete(In("derivatives/manual/dseg.tsv"));
        Should
            .Throw<BadInputException>(() =>
                DatasetImport.Run(KnownDatasets.Find("bids"), _folder.Path, In("data.yaml"))
            )
            .Problem.ShouldBe("no dseg.tsv says what its values mean");
    }

    // As many have it, though the specification has a folder for each pipeline.
    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void BIDS_derivatives_without_a_pipelines_folder_are_one_dataset(string end)
    {
        var official = OfficialLayout.All.First(o => o.Dataset == "manual");
        Unpack(official, In("set"));
        var (from, to) = (In("set/derivatives/manual"), In("set/derivatives"));
        foreach (var entry in Directory.GetFileSystemEntries(from))
            Directory.Move(entry, Path.Combine(to, Path.GetFileName(entry)));
        Directory.Delete(from);
        var dataset = DatasetImport
            .Run(KnownDatasets.Find("bids"), In("set") + end, In("data.yaml"))
            .Datasets.ShouldHaveSingleItem();
        dataset.Name.ShouldBe("derivatives");
        SubjectMatcher.Find(dataset).Count.ShouldBeGreaterThan(1);
        // A table beside the dataset isn't its own.
        File.Delete(In("set/derivatives/dseg.tsv"));
        File.WriteAllText(In("dseg.tsv"), "index\tname\n1\tCSF\n");
        Should
            .Throw<BadInputException>(() =>
                DatasetImport.Run(KnownDatasets.Find("bids"), In("set") + end, In("data.yaml"))
            )
            .Problem.ShouldBe("no dseg.tsv says what its values mean");
    }

    [Fact]
    public void A_BIDS_table_is_the_nearest_that_says_no_more_than_the_files_name()
    {
        var official = OfficialLayout.All.First(o => o.Dataset == "manual");
        Unpack(official, _folder.Path);
        string Table(string meaning) => $"index\tname\n10\t{meaning}\n";
        File.WriteAllText(In("derivatives/manual/desc-aseg_dseg.tsv"), Table("Left-Hippocampus"));
        File.WriteAllText(In("dseg.tsv"), Table("white matter"));
        string Ten() =>
            DatasetImport
                .Run(KnownDatasets.Find("bids"), _folder.Path, In("data.yaml"))
                .Datasets[0]
                .Protocol!.Describe(10);
        Ten().ShouldBe("gm");
        File.Delete(In("derivatives/manual/dseg.tsv"));
        Ten().ShouldBe("wm");
        File.WriteAllText(In("derivatives/manual/sub-01/space-orig_dseg.tsv"), Table("CSF"));
        Ten().ShouldBe("csf");
    }

    [Theory]
    [InlineData("Left-Lateral-Ventricle", "csf")]
    [InlineData("GM", "gm")]
    [InlineData("tegmentum", "any")]
    [InlineData("Basal ganglia\tBG", "any")]
    [InlineData("WM-hypointensities", "wmh")]
    [InlineData("non-WM-hypointensities", "any")]
    public void Names_in_a_BIDS_table_mean_something_only_where_nothing_else_is_called_so(string name, string meaning)
    {
        Unpack(OfficialLayout.All.First(o => o.Dataset == "manual"), _folder.Path);
        var hasAbbreviation = name.Contains('\t', StringComparison.Ordinal);
        File.WriteAllText(
            In("derivatives/manual/dseg.tsv"),
            $"index\tname{(hasAbbreviation ? "\tabbreviation" : "")}\n10\t{name}\n"
        );
        DatasetImport
            .Run(KnownDatasets.Find("bids"), _folder.Path, In("data.yaml"))
            .Datasets[0]
            .Protocol!.Describe(10)
            .ShouldBe(meaning);
    }

    [Theory]
    [InlineData("freesurfer", "fsaverage/mri/aseg.mgz", "fsaverage")]
    [InlineData("brats2012", "SimBRATS_HG0001/SimBRATS_HG0001_complete_truth.mha", "HG0001_HG0001_complete")]
    public void What_is_no_subject_is_left_out_by_name(string importer, string file, string name)
    {
        Unpack(OfficialLayout.All.First(o => o.Importer == importer), _folder.Path);
        Touch(In(file));
        var manifest = DatasetImport.Run(KnownDatasets.Find(importer), _folder.Path, In("data.yaml"));
        manifest.Datasets[0].Exclude.ShouldBe([name]);
        ManifestWriter.Write(manifest, In("data.yaml"), relative: true);
        SubjectMatcher.Find(ManifestReader.Read(In("data.yaml")).Datasets[0]).Count.ShouldBe(3);
    }

    [Fact]
    public void Labels_and_scans_of_other_subjects_are_no_dataset()
    {
        Touch(In("1/LabelsForTraining.nii"));
        Touch(In("2/T1.nii"));
        Should
            .Throw<BadInputException>(() =>
                DatasetImport.Run(KnownDatasets.Find("mrbrains13"), _folder.Path, In("data.yaml"))
            )
            .Problem.ShouldStartWith("holds no mrbrains13");
    }

    [Fact]
    public void Listed_classes_stay_the_same_when_others_join_and_excluded_ones_open()
    {
        File.WriteAllText(
            In("data.yaml"),
            "classes: [background, gm, wmh]\ndatasets:\n  - name: a\n    root: .\n    sequences: { T1: \"*.nii\" }\n"
                + "    labels: \"*.nii\"\n    protocol: { 0: not [wmh], 1: [background, gm], 2: any, 3: [background, gm, wmh] }\n"
        );
        var read = ManifestReader.Read(In("data.yaml"), ["tumor"]);
        ManifestWriter.Write(read, In("more.yaml"), relative: true);
        var protocol = ManifestReader.Read(In("more.yaml")).Datasets[0].Protocol!;
        protocol
            .Meanings.Keys.Select(protocol.Describe)
            .ShouldBe(["not [wmh]", "[background, gm]", "any", "[background, gm, wmh]"]);
        protocol.Meanings[0].Contains(3).ShouldBeTrue();
        protocol.Meanings[3].Contains(3).ShouldBeFalse();
    }

    [Fact]
    public void Each_known_dataset_says_where_it_is_from_and_what_to_cite()
    {
        KnownDatasets.All.Select(d => d.Name).Distinct().Count().ShouldBe(KnownDatasets.All.Count);
        foreach (var known in KnownDatasets.All)
        {
            known.Classes[0].ShouldBe("background");
            known.Citation.ShouldNotBeEmpty();
            known.Licence.ShouldNotBeEmpty();
            known.Origin.ShouldNotBeEmpty();
            // Label maps alone are laid out by the command's own test, which simulates their scans.
            if (known.LabelMaps is null)
                OfficialLayout.All.ShouldContain(o => o.Importer == known.Name);
        }
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    private string Full(string path, string subject) => In(OfficialLayout.For(path, subject));

    private static void Unpack(OfficialLayout official, string folder)
    {
        foreach (var subject in official.Subjects)
        foreach (var path in official.Images.Values.Append(official.Labels).Append(official.Mask))
            if (path is not null)
                Touch(Path.Combine(folder, OfficialLayout.For(path, subject)));
        if (official.Table is { } table)
            File.WriteAllText(Path.Combine(folder, table.Name), table.Text);
    }

    private static void Touch(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
    }
}
