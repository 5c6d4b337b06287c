using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;

namespace Concord.Learning.Tests.Inference;

public sealed class ClassMapsTests
{
    private static readonly VolumeGeometry Grid = new(new(3, 1, 1), Affine.FromSpacing(Spacing.Isotropic(1)));

    // Each certain of something else: half precision holds 0 for all other classes.
    [Fact]
    public void Networks_that_contradict_each_other_leave_no_background()
    {
        var tissue = Maps([0, 0, 0], [1, 1, 1], [0, 0, 0]);
        var lesions = Maps([0, 0, 0], [0, 0, 0], [1, 1, 1]);
        ClassMaps
            .ToLabels([tissue, lesions], CandidateSet.Of(0, 1, 2), Subject(null), null, isNormalized: false)
            .Voxels.ShouldAllBe(label => label == 1 || label == 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Outside_the_mask_is_background_whatever_networks_know(bool isBackgroundKnown)
    {
        var known = isBackgroundKnown ? CandidateSet.Of(0, 1, 2) : CandidateSet.Of(1, 2);
        var maps = Maps([0, 0, 0], [0.9f, 0.2f, 0.9f], [0.1f, 0.8f, 0.1f]);
        var probabilities = new List<float[]>();
        foreach (var networks in new[] { new[] { maps }, [maps, maps] })
            ClassMaps
                .ToLabels(
                    networks,
                    known,
                    Subject([1, 1, 0]),
                    (_, map) => probabilities.Add(map.Voxels),
                    isNormalized: false
                )
                .Voxels.ShouldBe(new byte[] { 1, 2, 0 });
        probabilities.ShouldAllBe(map => map.All(p => p >= 0 && p <= 1));
    }

    private static ClassMaps Maps(params float[][] scores)
    {
        var maps = new ClassMaps(
            new PreparedImage("scan", new(Grid, Grid.Spacing, mask: null), [new Half[3]]),
            scores.Length
        );
        for (var c = 0; c < scores.Length; c++)
            scores[c].Select(s => (Half)s).ToArray().CopyTo(maps.Scores(c), 0);
        return maps;
    }

    private static SubjectData Subject(byte[]? mask) =>
        new(
            new("d", "s", new Dictionary<string, string>(StringComparer.Ordinal), null, null),
            ["T1"],
            [new Volume<float>(Grid)],
            null,
            mask is null ? null : new Volume<byte>(Grid, mask),
            []
        );
}
