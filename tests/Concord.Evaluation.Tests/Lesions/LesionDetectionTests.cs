using Concord.Evaluation.Lesions;
using Concord.Imaging.Geometry;

namespace Concord.Evaluation.Tests.Lesions;

public sealed class LesionDetectionTests
{
    private static readonly GridSize Size = new(12, 8, 4);
    private static readonly Spacing Millimetre = Spacing.Isotropic(1);

    [Fact]
    public void One_voxel_in_common_finds_a_lesion()
    {
        // Three lesions, of which the second touches itself by a corner; the prediction finds two, joined in one, and one
        // that isn't there.
        var reference = Masks.Boxes(
            Size,
            Millimetre,
            ([0, 0, 0], [1, 1, 1]),
            ([4, 0, 0], [4, 0, 0]),
            ([5, 1, 1], [5, 1, 1]),
            ([10, 6, 2], [11, 7, 3])
        );
        var prediction = Masks.Boxes(Size, Millimetre, ([1, 1, 1], [5, 1, 1]), ([0, 7, 3], [0, 7, 3]));
        var detection = LesionDetection.Of(reference, prediction);
        detection.ShouldBe(new(3, 2, 2, 1));
        detection.Recall.ShouldBe(2.0 / 3);
        detection.Precision.ShouldBe(0.5);
        detection.F1.ShouldBe(4.0 / 7, 1e-12);
    }

    [Fact]
    public void Without_lesions_nothing_is_missed()
    {
        var nothing = Masks.Boxes(Size, Millimetre);
        var some = Masks.Boxes(Size, Millimetre, ([1, 1, 1], [2, 2, 2]));
        LesionDetection.Of(nothing, nothing).F1.ShouldBe(1);
        LesionDetection.Of(nothing, some).Recall.ShouldBe(1);
        LesionDetection.Of(nothing, some).Precision.ShouldBe(0);
        LesionDetection.Of(some, nothing).Precision.ShouldBe(1);
        LesionDetection.Of(some, nothing).F1.ShouldBe(0);
    }
}
