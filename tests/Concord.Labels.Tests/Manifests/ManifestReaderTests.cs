using Concord.Imaging;
using Concord.Labels.Manifests;

namespace Concord.Labels.Tests.Manifests;

public sealed class ManifestReaderTests : IDisposable
{
    internal const string Good = """
        classes: [background, csf, gm, wm, wmh]
        datasets:
          - name: tissue
            root: data/tissue
            sequences: { T1: "*/T1.nii.gz", FLAIR: "*/FLAIR.nii.gz" }
            labels: "*/seg.nii.gz"
            mask: labels
            protocol:
              0: background
              1: csf
              2: gm
              3: [wm, wmh]
            split: { validation: 0.2, test: [sub-07, sub-08] }
          - name: lesions
            root: data/lesions
            sequences:
              T1: sub-*/anat/sub-*_T1w.nii.gz
            labels: sub-*/anat/sub-*_mask.nii.gz
            mask: nonzero
            protocol: { 0: not [wmh], 1: wmh, 2: any }
          - name: unlabelled
            sequences: { T1: "*.nii" }
            mask: "masks/*.nii"
            same_world: true
        """;

    private readonly TemporaryFolder _folder = new();

    public ManifestReaderTests()
    {
        Directory.CreateDirectory(_folder.File("data/tissue"));
        Directory.CreateDirectory(_folder.File("data/lesions"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_what_a_person_writes()
    {
        var manifest = Parse(Good);
        manifest.Space.Classes.ShouldBe(Spaces.Tissue.Classes);
        manifest.Datasets.Select(d => d.Name).ShouldBe(["tissue", "lesions", "unlabelled"]);

        var tissue = manifest.Dataset("tissue");
        tissue.Root.ShouldBe(_folder.File("data/tissue"));
        tissue
            .Sequences.Select(s => (s.Key, s.Value.Text))
            .ShouldBe([("T1", "*/T1.nii.gz"), ("FLAIR", "*/FLAIR.nii.gz")]);
        tissue.Labels!.Text.ShouldBe("*/seg.nii.gz");
        tissue.Mask.Kind.ShouldBe(MaskKind.Labels);
        Meanings(tissue).ShouldBe([(0, 0b00001UL), (1, 0b00010UL), (2, 0b00100UL), (3, 0b11000UL)]);
        tissue.Split.Validation.Fraction.ShouldBe(0.2);
        tissue.Split.Test.Subjects.ShouldBe(["sub-07", "sub-08"]);
        tissue.Source.ShouldBe($"{_folder.File("m.yaml")}:3");

        var lesions = manifest.Dataset("lesions");
        lesions.Mask.Kind.ShouldBe(MaskKind.NonZero);
        Meanings(lesions).ShouldBe([(0, 0b01111UL), (1, 0b10000UL), (2, 0b11111UL)]);
        lesions.Split.Validation.IsEmpty.ShouldBeTrue();

        var unlabelled = manifest.Dataset("unlabelled");
        unlabelled.Root.ShouldBe(_folder.Path);
        unlabelled.Mask.Kind.ShouldBe(MaskKind.Files);
        unlabelled.Mask.Pattern!.Text.ShouldBe("masks/*.nii");
        unlabelled.Labels.ShouldBeNull();
        unlabelled.Protocol.ShouldBeNull();

        manifest.SharedSequences().ShouldBe(["T1"]);
    }

    [Theory]
    [InlineData("not [wmh]")]
    [InlineData("not wmh")]
    [InlineData("\"not [wmh]\"")]
    [InlineData("'not [wmh]'")]
    [InlineData("[background, csf, gm, wm]")]
    public void Reads_a_meaning_in_every_way_of_writing_it(string meaning)
    {
        Meanings(Parse(Good.Replace("not [wmh]", meaning, StringComparison.Ordinal)).Dataset("lesions"))[0]
            .ShouldBe((0, 0b01111UL));
        var block = Good.Replace("0: background", $"0: {meaning}", StringComparison.Ordinal);
        Meanings(Parse(block).Dataset("tissue"))[0].ShouldBe((0, 0b01111UL));
    }

    [Theory]
    [InlineData("mask: labels", "masks: labels", 7, "unknown key 'masks' in datasets")]
    [InlineData("datasets:", "extra: 1\ndatasets:", 2, "unknown key 'extra' in the file")]
    [InlineData("{ validation: 0.2,", "{ valid: 0.2,", 13, "unknown key 'valid' in split")]
    [InlineData("2: gm", "2: grey", 11, "unknown class 'grey'")]
    [InlineData("2: gm", "two: gm", 11, "'two' is not a label value")]
    [InlineData("2: gm", "2: gm\n      02: csf", 12, "the value 2 is listed twice")]
    [InlineData("1: wmh, 2: any", "1: wmx, 2: any", 20, "unknown class 'wmx'")]
    [InlineData("not [wmh]", "not [wmx]", 20, "unknown class 'wmx'")]
    [InlineData("\"*/seg.nii.gz\"", "\"\"", 6, "an empty pattern")]
    [InlineData(
        "sequences: { T1: \"*.nii\" }",
        "sequences: { T1: \"T1.nii\" }",
        22,
        "'T1.nii' needs '*' where the subject's name stands"
    )]
    [InlineData("\"*/T1.nii.gz\"", "T1.nii.gz", 5, "'T1.nii.gz' needs '*' where the subject's name stands")]
    [InlineData("\"*/seg.nii.gz\"", "../*/seg.nii.gz", 6, "'../*/seg.nii.gz' leaves the dataset's root")]
    [InlineData("\"*/seg.nii.gz\"", "/*/seg.nii.gz", 6, "'/*/seg.nii.gz' leaves the dataset's root")]
    [InlineData("name: tissue", "name: a/b", 3, "'a/b' can't name a dataset")]
    [InlineData("name: unlabelled", "name: tissue", 21, "two datasets are named 'tissue'")]
    [InlineData("name: unlabelled", "name: Tissue", 21, "two datasets are named 'tissue'")]
    [InlineData("    labels: \"*/seg.nii.gz\"\n", "", 6, "mask: labels, but there are no labels", "protocol")]
    [InlineData("validation: 0.2", "validation: 1.2", 13, "validation is not a number in 0..0.99")]
    [InlineData("test: [sub-07, sub-08]", "test: 0.8", 13, "the split leaves nothing to train on")]
    [InlineData("[background, csf", "[csf, background", 1, "the first class is 'csf'")]
    [InlineData("sequences: { T1: \"*.nii\" }", "sequences: {}", 22, "no sequences")]
    [InlineData("{ 0: not [wmh], 1: wmh, 2: any }", "{}", 20, "an empty protocol")]
    [InlineData("  - name: unlabelled\n", "  - root: .\n", 21, "datasets has no 'name'")]
    public void Names_file_and_line_of_a_mistake(
        string old,
        string mistake,
        int line,
        string problem,
        string? without = null
    )
    {
        Good.ShouldContain(old);
        var text = Good;
        if (without is not null)
            text = System.Text.RegularExpressions.Regex.Replace(
                text,
                $"    {without}:\n(      .*\n)+",
                "",
                System.Text.RegularExpressions.RegexOptions.None,
                TimeSpan.FromSeconds(1)
            );
        var at = text.IndexOf(old, StringComparison.Ordinal);
        text = text[..at] + mistake + text[(at + old.Length)..];
        var refusal = Should.Throw<BadInputException>(() => Parse(text));
        refusal.Problem.ShouldBe(problem);
        refusal.Culprit.ShouldBe($"{_folder.File("m.yaml")}:{line}");
    }

    [Fact]
    public void Says_that_a_root_is_missing()
    {
        var refusal = Should.Throw<BadInputException>(() =>
            Parse(Good.Replace("data/lesions", "data/nowhere", StringComparison.Ordinal))
        );
        refusal.Problem.ShouldBe($"no folder {_folder.File("data/nowhere")}");
        refusal.Culprit.ShouldEndWith("m.yaml:15");
    }

    [Theory]
    [InlineData("classes: [background, gm]\ndatasets: []\n", "m.yaml:2", "datasets is not a list with entries")]
    [InlineData("classes: [background, gm]\n", "m.yaml:1", "the file has no 'datasets'")]
    [InlineData("datasets: []\n", "m.yaml", "no 'classes'")]
    [InlineData("", "m.yaml", "holds no 'key: value' lines")]
    [InlineData("just words\n", "m.yaml", "holds no 'key: value' lines")]
    [InlineData("classes: [background, gm]\nclasses: [background]\n", "m.yaml:2", null)]
    [InlineData("classes: [background, gm]\ndatasets: [\n", "m.yaml:3", null)]
    public void Says_what_is_wrong_with_the_file(string text, string culprit, string? problem)
    {
        var refusal = Should.Throw<BadInputException>(() => Parse(text));
        refusal.Culprit.ShouldBe(_folder.File(culprit));
        if (problem is null)
            refusal.Problem.ShouldStartWith("not valid YAML: ");
        else
            refusal.Problem.ShouldBe(problem);
    }

    [Fact]
    public void Says_that_a_key_is_no_word() =>
        Should
            .Throw<BadInputException>(() => Parse("[a, b]: 1\n" + Good))
            .Culprit.ShouldStartWith(_folder.File("m.yaml"));

    [Fact]
    public void Says_that_the_file_cannot_be_read() =>
        Should
            .Throw<BadInputException>(() => ManifestReader.Read(_folder.File("no.yaml")))
            .Problem.ShouldBe("can't be read");

    [Fact]
    public void A_list_names_subjects_even_when_the_only_name_is_a_number()
    {
        var manifest = Parse(Good.Replace("[sub-07, sub-08]", "[101]", StringComparison.Ordinal));
        manifest.Dataset("tissue").Split.Test.Subjects.ShouldBe(["101"]);
    }

    [Fact]
    public void Says_that_datasets_share_no_sequence()
    {
        var manifest = Parse(Good.Replace("T1: sub-*", "T2: sub-*", StringComparison.Ordinal));
        Should
            .Throw<BadInputException>(() => manifest.SharedSequences())
            .Problem.ShouldBe("the datasets share no sequence (tissue: T1 FLAIR; lesions: T2; unlabelled: T1)");
        Should.Throw<BadInputException>(() => manifest.Dataset("other")).Problem.ShouldBe("no dataset 'other'");
    }

    internal static List<(int Value, ulong Bits)> Meanings(DatasetDefinition dataset) =>
        [.. dataset.Protocol!.Meanings.Select(m => (m.Key, m.Value.Bits))];

    private Manifest Parse(string text) => ManifestReader.Parse(text, _folder.File("m.yaml"));
}
