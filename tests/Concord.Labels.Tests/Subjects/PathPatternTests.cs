using Concord.Imaging;
using Concord.Labels.Subjects;

namespace Concord.Labels.Tests.Subjects;

public sealed class PathPatternTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_star_that_repeats_names_the_subject_once()
    {
        _folder.Touch(
            "sub-01/anat/sub-01_T1w.nii.gz",
            "sub-01/anat/sub-01_FLAIR.nii.gz",
            "sub-02/anat/sub-02_T1w.nii.gz",
            "sub-02/func/sub-02_T1w.nii.gz",
            "other/anat/sub-03_T1w.nii.gz",
            "sub-04/sub-04_T1w.nii.gz"
        );
        var found = PathPattern.Parse("sub-*/anat/sub-*_T1w.nii.gz", "here").Match(_folder.Path);
        found.Keys.ShouldBe(["01", "02"]);
        found["02"].ShouldBe(_folder.File("sub-02/anat/sub-02_T1w.nii.gz"));
    }

    [Fact]
    public void Stars_that_differ_are_joined()
    {
        _folder.Touch("utrecht/7/T1.nii", "utrecht/8/T1.nii", "singapore/7/T1.nii");
        PathPattern
            .Parse("*/*/T1.nii", "here")
            .Match(_folder.Path)
            .Keys.ShouldBe(["singapore_7", "utrecht_7", "utrecht_8"]);
    }

    // Or naming "02" for the test would leave a visit of the same person in training.
    [Fact]
    public void A_session_of_the_persons_number_is_a_session()
    {
        foreach (var (person, visit) in new[] { ("01", "01"), ("02", "01"), ("02", "02") })
            _folder.Touch(
                $"sub-{person}/ses-{visit}/anat/sub-{person}_ses-{visit}_T1w.nii",
                $"labels/sub-{person}_ses-{visit}_dseg.nii",
                $"sub-{person}/anat/sub-{person}_ses-{visit}_T2w.nii",
                $"joined/sub-{person}_ses-{visit}/T1.nii",
                $"bare/{person}/{visit}/T1.nii",
                $"flat/{person}_{visit}.nii"
            );
        foreach (
            var pattern in new[]
            {
                "sub-*/ses-*/anat/sub-*_ses-*_T1w.nii",
                "./sub-*/ses-*/anat/sub-*_ses-*_T1w.nii",
                "sub-*/ses-*/anat/",
                "labels/sub-*_ses-*_dseg.nii",
                "sub-*/anat/sub-*_ses-*_T2w.nii",
                "joined/sub-*_ses-*/T1.nii",
                "bare/*/*/T1.nii",
                "bare/*/*/",
                "flat/*_*.nii",
            }
        )
            string.Join(' ', PathPattern.Parse(pattern, "here").Match(_folder.Path).Keys)
                .ShouldBe("01_01 02_01 02_02", pattern);
    }

    [Fact]
    public void Levels_of_folders_are_never_the_same()
    {
        _folder.Touch("01/sub-01/ses-02/T1.nii", "01/sub-02/ses-01/T1.nii", "01/01/T2.nii", "01/02/T2.nii");
        PathPattern.Parse("*/sub-*/ses-*/T1.nii", "here").Match(_folder.Path).Keys.ShouldBe(["01_01_02", "01_02_01"]);
        PathPattern.Parse("*/*/T2.nii", "here").Match(_folder.Path).Keys.ShouldBe(["01_01", "01_02"]);
    }

    // As BraTS, IBSR and MSLesSeg have it; and where a file is called otherwise than its folder.
    [Theory]
    [InlineData("HGG/B_1/B_1_t1.nii", "*/*/*_t1.nii", "HGG_B_1")]
    [InlineData("IBSR_01/IBSR_01_ana.nii", "IBSR_*/IBSR_*_ana.nii", "01")]
    [InlineData("P1/T1/P1_T1_FLAIR.nii", "P*/T*/P*_T*_FLAIR.nii", "1_1")]
    [InlineData("P1/T1/P1_T1_FLAIR.nii", "*/*/*_FLAIR.nii", "P1_T1")]
    [InlineData("P1/T1_MASK.nii", "P*/T*_MASK.nii", "1_1")]
    [InlineData("A1/B2/A1_2_x.nii", "A*/B*/A*_x.nii", "1_2")]
    [InlineData("sub-01/sub-01/T1.nii", "sub-*/sub-*/T1.nii", "01")]
    [InlineData("7/scan_7.nii", "*/scan_*.nii", "7")]
    [InlineData("7/7_T1/1.dcm", "*/*_T1/", "7")]
    [InlineData("7/T1_7/1.dcm", "*/T1_*/", "7")]
    public void A_name_within_a_name_counts_once(string file, string pattern, string name)
    {
        _folder.Touch(file);
        PathPattern.Parse(pattern, "here").Match(_folder.Path).Keys.ShouldBe([name]);
    }

    [Fact]
    public void A_star_is_no_beginning_of_a_hidden_name()
    {
        _folder.Touch("a/T1.nii", ".b.partial/T1.nii", "a/.T1.nii.5-1.tmp", ".hidden/c/T1.nii");
        PathPattern.Parse("*/T1.nii", "here").Match(_folder.Path).Keys.ShouldBe(["a"]);
        PathPattern.Parse("*/*T1.nii*", "here").Match(_folder.Path).ShouldBeEmpty();
        PathPattern.Parse(".hidden/*/T1.nii", "here").Match(_folder.Path).Keys.ShouldBe(["c"]);
    }

    [Fact]
    public void A_slash_at_the_end_stands_for_folders()
    {
        _folder.Touch("a/T1/1.dcm", "a/T1/2.dcm", "b/T1/1.dcm", "c/T1");
        var found = PathPattern.Parse("*/T1/", "here").Match(_folder.Path);
        found.Keys.ShouldBe(["a", "b"]);
        found["a"].ShouldBe(_folder.File("a/T1"));
    }

    [Fact]
    public void A_dot_is_a_dot_and_a_star_is_not_nothing()
    {
        _folder.Touch("aXnii", "b.nii", ".nii", "c.nii.gz");
        PathPattern.Parse("*.nii", "here").Match(_folder.Path).Keys.ShouldBe(["b"]);
    }

    [Fact]
    public void Two_files_of_one_name_are_an_error()
    {
        _folder.Touch("a/b.nii", "a_b/a_b.nii");
        var refusal = Should.Throw<BadInputException>(() => PathPattern.Parse("*/*.nii", "here").Match(_folder.Path));
        refusal.Problem.ShouldBe($"matches '*/*.nii' as 'a_b', as does {_folder.File("a/b.nii")}");
        refusal.Culprit.ShouldBe(_folder.File("a_b/a_b.nii"));
    }

    [Theory]
    [InlineData("", "an empty pattern")]
    [InlineData("  ", "an empty pattern")]
    [InlineData(".", "'.' leaves the dataset's root")]
    [InlineData("T1.nii", "'T1.nii' needs '*' where the subject's name stands")]
    [InlineData("**/T1.nii", "'**/T1.nii' needs '*' where the subject's name stands")]
    [InlineData("/data/*.nii", "'/data/*.nii' leaves the dataset's root")]
    [InlineData("../*.nii", "'../*.nii' leaves the dataset's root")]
    [InlineData("a//*.nii", "'a//*.nii' leaves the dataset's root")]
    public void Refuses_what_cannot_name_a_subject(string text, string problem)
    {
        var refusal = Should.Throw<BadInputException>(() => PathPattern.Parse(text, "m.yaml:4"));
        refusal.Problem.ShouldBe(problem);
        refusal.Culprit.ShouldBe("m.yaml:4");
    }
}
