using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Labels.Tests.Subjects;

public sealed class SubjectReaderTests : IDisposable
{
    private static readonly VolumeGeometry Grid = new(new(3, 2, 2), Affine.FromSpacing(new(1, 2, 3), new(-4, 5, 6)));
    private static readonly float[] T1 = [0, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly float[] Flair = [9, 9, 9, 1, 1, 1, 2, 2, 2, 3, 3, 3];
    private static readonly int[] Labels = [0, 0, 0, 1, 1, 0, 0, 2, 0, 0, 1, 0];

    private readonly TemporaryFolder _folder = new();

    public SubjectReaderTests()
    {
        Write("T1", T1);
        Write("FLAIR", Flair);
        Write("seg", Labels);
        Write<byte>("mask", [1, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_the_sequences_asked_for_in_that_order()
    {
        var data = Read(MaskRule.None, "FLAIR", "T1");
        data.Images.Count.ShouldBe(2);
        data.Images[0].Voxels.ShouldBe(Flair);
        data.Images[1].Voxels.ShouldBe(T1);
        data.Geometry.ShouldBe(Grid);
        data.Mask.ShouldBeNull();
        data.Warnings.ShouldBeEmpty();
        Sets(data).ShouldBe(Labels.Select(l => Datasets.Lesions.Meanings[l]));
    }

    [Fact]
    public void A_mask_may_be_where_labels_are()
    {
        var data = Read(new(MaskKind.Labels), "T1");
        data.Mask!.Voxels.ShouldBe(Labels.Select(l => (byte)(l != 0 ? 1 : 0)));
        Sets(data).ShouldBe(Labels.Select(l => l == 0 ? CandidateSet.Of(0) : Datasets.Lesions.Meanings[l]));
    }

    [Fact]
    public void A_mask_may_be_where_the_first_sequence_is_not_zero()
    {
        var data = Read(new(MaskKind.NonZero), "T1", "FLAIR");
        data.Mask!.Voxels.ShouldBe(T1.Select(v => (byte)(v != 0 ? 1 : 0)));
        Sets(data)[0].ShouldBe(CandidateSet.Of(0));
        Sets(data)[2].ShouldBe(Datasets.Lesions.Meanings[0]);
    }

    [Fact]
    public void A_mask_may_be_a_file()
    {
        var data = Read(Datasets.MaskFiles("*/mask.nii"), "T1");
        data.Mask!.Voxels.ShouldBe(new byte[] { 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0 });
        Sets(data).Count(s => s != CandidateSet.Of(0)).ShouldBe(2);
    }

    [Fact]
    public void Says_that_a_mask_is_empty()
    {
        Write("mask", new byte[12]);
        var refusal = Should.Throw<BadInputException>(() => Read(Datasets.MaskFiles("*/mask.nii"), "T1"));
        refusal.Problem.ShouldBe("gives an empty brain mask");
        refusal.Culprit.ShouldBe(_folder.File("s/mask.nii"));
    }

    [Theory]
    [InlineData("FLAIR")]
    [InlineData("seg")]
    [InlineData("mask")]
    public void Says_how_far_apart_two_grids_lie(string file)
    {
        var moved = new VolumeGeometry(Grid.Size, Grid.Affine with { M13 = 5.25 });
        NiftiWriter.Write(_folder.File($"s/{file}.nii"), new Volume<byte>(moved));
        var refusal = Should.Throw<BadInputException>(() =>
            Read(Datasets.MaskFiles("*/mask.nii"), Coregistration.Never, "T1", "FLAIR")
        );
        refusal.Problem.ShouldBe($"lies 0.25 mm off {_folder.File("s/T1.nii")} at a corner (tolerance 0.1 mm)");
        refusal.Culprit.ShouldBe(_folder.File($"s/{file}.nii"));
    }

    [Fact]
    public void Forgives_grids_a_tenth_of_a_millimetre_apart()
    {
        var moved = new VolumeGeometry(Grid.Size, Grid.Affine with { M13 = 5.09 });
        NiftiWriter.Write(_folder.File("s/FLAIR.nii"), new Volume<float>(moved, Flair));
        Read(MaskRule.None, "T1", "FLAIR").Images[1].Voxels.ShouldBe(Flair);
    }

    [Fact]
    public void Says_that_sizes_differ()
    {
        var wider = new VolumeGeometry(new(4, 2, 2), Grid.Affine);
        NiftiWriter.Write(_folder.File("s/FLAIR.nii"), new Volume<float>(wider));
        var sizes = $"has 4x2x2 voxels, but {_folder.File("s/T1.nii")} has 3x2x2";
        Should
            .Throw<BadInputException>(() => Read(MaskRule.None, Coregistration.Never, "T1", "FLAIR"))
            .Problem.ShouldBe(sizes);
        Should
            .Throw<BadInputException>(() => Read(MaskRule.None, "T1", "FLAIR"))
            .Problem.ShouldStartWith($"{sizes}, and can't be registered");
    }

    [Fact]
    public void Names_the_label_file_of_an_unlisted_value()
    {
        Write("seg", [.. Labels.Select(l => l == 2 ? 9 : l)]);
        var refusal = Should.Throw<BadInputException>(() => Read(MaskRule.None, "T1"));
        refusal.Problem.ShouldBe("label values that the protocol doesn't list: 9 in 1 voxels");
        refusal.Culprit.ShouldBe(_folder.File("s/seg.nii"));
    }

    private static List<CandidateSet> Sets(SubjectData data) =>
        [.. data.Candidates!.Categories.Voxels.Select(c => data.Candidates.Protocol.Sets[c])];

    private void Write<T>(string name, T[] voxels)
        where T : unmanaged => NiftiWriter.Write(_folder.File($"s/{name}.nii"), new Volume<T>(Grid, voxels));

    private SubjectData Read(MaskRule mask, params IReadOnlyList<string> sequences) =>
        Read(mask, Coregistration.Auto, sequences);

    private SubjectData Read(MaskRule mask, Coregistration registration, params IReadOnlyList<string> sequences)
    {
        var dataset = Datasets.Make(_folder.Path, "*/seg.nii", mask, ("T1", "*/T1.nii"), ("FLAIR", "*/FLAIR.nii"));
        return SubjectReader.Read(
            dataset,
            SubjectMatcher.Find(dataset).ShouldHaveSingleItem(),
            sequences,
            registration
        );
    }
}
