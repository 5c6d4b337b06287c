using Concord.Imaging;
using Concord.Labels.Subjects;

namespace Concord.Labels.Tests.Subjects;

public sealed class SubjectMatcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SubjectMatcherTests()
    {
        foreach (var id in new[] { "b", "a", "c" })
            _folder.Touch($"{id}/T1.nii", $"{id}/FLAIR.nii", $"{id}/seg.nii", $"masks/{id}.nii");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finds_every_file_of_every_subject()
    {
        var subjects = SubjectMatcher.Find(Dataset());
        subjects.Select(s => s.Id).ShouldBe(["a", "b", "c"]);
        var b = subjects[1];
        b.Dataset.ShouldBe("d");
        b.Images["T1"].ShouldBe(_folder.File("b/T1.nii"));
        b.Images["FLAIR"].ShouldBe(_folder.File("b/FLAIR.nii"));
        b.Labels.ShouldBe(_folder.File("b/seg.nii"));
        b.Mask.ShouldBe(_folder.File("masks/b.nii"));
    }

    [Fact]
    public void Names_the_subject_that_lacks_a_sequence()
    {
        File.Delete(_folder.File("b/FLAIR.nii"));
        var refusal = Should.Throw<BadInputException>(() => SubjectMatcher.Find(Dataset()));
        refusal.Problem.ShouldBe("d: subject 'b' has no FLAIR \"*/FLAIR.nii\"");
        refusal.Culprit.ShouldBe("m.yaml:3");
    }

    [Fact]
    public void Lists_everything_that_is_missing_beside_the_complete_subjects()
    {
        File.Delete(_folder.File("b/FLAIR.nii"));
        File.Delete(_folder.File("b/seg.nii"));
        File.Delete(_folder.File("masks/c.nii"));
        SubjectMatcher.Find(Dataset(), out var problems).Select(s => s.Id).ShouldBe(["a"]);
        problems
            .Select(p => p.Problem)
            .ShouldBe([
                "d: subject 'b' has no FLAIR \"*/FLAIR.nii\" and labels \"*/seg.nii\"",
                "d: subject 'c' has no mask \"masks/*.nii\"",
            ]);
    }

    [Fact]
    public void Leaves_out_whom_the_dataset_excludes_whatever_files_they_have()
    {
        File.Delete(_folder.File("b/FLAIR.nii"));
        SubjectMatcher.Find(Dataset() with { Exclude = ["b"] }).Select(s => s.Id).ShouldBe(["a", "c"]);
    }

    [Fact]
    public void Refuses_to_exclude_everybody() =>
        Should
            .Throw<BadInputException>(() => SubjectMatcher.Find(Dataset() with { Exclude = ["a", "b", "c"] }))
            .Problem.ShouldBe("d: exclude leaves no subject");

    // What it is called says nothing about what it is for.
    [Fact]
    public void A_sequence_may_be_called_what_else_a_dataset_has()
    {
        var dataset = Datasets.Make(_folder.Path, "*/seg.nii", null, ("mask", "*/T1.nii"), ("labels", "*/FLAIR.nii"));
        var a = SubjectMatcher.Find(dataset)[0];
        a.Labels.ShouldBe(_folder.File("a/seg.nii"));
        a.Mask.ShouldBeNull();
        a.Images["labels"].ShouldBe(_folder.File("a/FLAIR.nii"));
    }

    [Fact]
    public void Refuses_to_exclude_whom_nobody_knows()
    {
        var dataset = Dataset() with { Exclude = ["sub-b", "c"] };
        var refusal = Should.Throw<BadInputException>(() => SubjectMatcher.Find(dataset));
        refusal.Problem.ShouldBe("d has no subject 'sub-b' to exclude");
        refusal.Remedy.ShouldBe("name subjects by what the stars stand for, such as 'a'");
        SubjectMatcher.Find(dataset, out _).Select(s => s.Id).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Says_that_a_pattern_matches_nothing()
    {
        var dataset = Datasets.Make(_folder.Path, null, null, ("T1", "*/T1.nii"), ("T2", "*/T2.nii"));
        SubjectMatcher.Find(dataset, out var problems).ShouldBeEmpty();
        problems.ShouldHaveSingleItem().Problem.ShouldBe($"d: no file matches T2 \"*/T2.nii\" below {_folder.Path}");
    }

    [Fact]
    public void Needs_no_labels_to_find_images()
    {
        var subject = SubjectMatcher.Find(Datasets.Make(_folder.Path, null, null, ("T1", "*/T1.nii")))[0];
        subject.Labels.ShouldBeNull();
        subject.Mask.ShouldBeNull();
    }

    private Labels.Manifests.DatasetDefinition Dataset() =>
        Datasets.Make(
            _folder.Path,
            "*/seg.nii",
            Datasets.MaskFiles("masks/*.nii"),
            ("T1", "*/T1.nii"),
            ("FLAIR", "*/FLAIR.nii")
        );
}
