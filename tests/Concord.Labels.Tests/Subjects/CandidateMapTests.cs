using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels.Subjects;

namespace Concord.Labels.Tests.Subjects;

public sealed class CandidateMapTests
{
    private static readonly VolumeGeometry Grid = new(new(3, 2, 2), Affine.Identity);

    [Fact]
    public void Translates_values_to_categories()
    {
        int[] labels = [0, 1, 2, 2, 1, 0, 0, 0, 1, 2, 2, 2];
        var map = CandidateMap.Translate(new(Grid, labels), Datasets.Lesions, "a.nii");
        map.Categories.Voxels.Select(c => Datasets.Lesions.Sets[c])
            .ShouldBe(labels.Select(l => Datasets.Lesions.Meanings[l]));
    }

    [Fact]
    public void Names_every_unlisted_value_and_its_count()
    {
        int[] labels = [0, 7, 7, 2, 1, -4, 0, 0, 7, 2, 2, 7];
        var refusal = Should.Throw<BadInputException>(() =>
            CandidateMap.Translate(new(Grid, labels), Datasets.Lesions, "a.nii")
        );
        refusal.Problem.ShouldBe("label values that the protocol doesn't list: -4 in 1 voxels, 7 in 4 voxels");
        refusal.Culprit.ShouldBe("a.nii");
    }

    [Fact]
    public void Zero_is_unlisted_too_when_the_protocol_lacks_it()
    {
        var protocol = new Protocol(Spaces.Tissue, new Dictionary<int, CandidateSet> { [1] = CandidateSet.Of(1) });
        Should
            .Throw<BadInputException>(() => CandidateMap.Translate(new(Grid), protocol, "a.nii"))
            .Problem.ShouldEndWith(": 0 in 12 voxels");
    }

    [Fact]
    public void Outside_the_mask_is_background_for_certain()
    {
        var map = CandidateMap.Translate(new(Grid, [.. Enumerable.Repeat(1, 12)]), Datasets.Lesions, "a.nii");
        var mask = new Volume<byte>(Grid);
        // Where a mask doesn't reach it says nothing.
        (mask.Voxels[4], mask.Voxels[5]) = (1, 2);
        var within = map.Within(mask);
        for (var i = 0; i < 12; i++)
            Datasets
                .Lesions.Sets[within.Categories.Voxels[i]]
                .ShouldBe(i is 4 or 5 ? CandidateSet.Of(4) : CandidateSet.Of(0));
        map.Categories.Voxels.ShouldAllBe(c => c == Datasets.Lesions.CategoryOf(1));
    }
}
