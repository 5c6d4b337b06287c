using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Learning.Sampling;

namespace Concord.Learning.Tests.Sampling;

public sealed class PatchQueueTests
{
    private static readonly LabelSpace Space = new(["background", "gm"]);

    private static readonly CategoryTable Table = new([
        new(Space, new Dictionary<int, CandidateSet> { [0] = CandidateSet.Of(0), [1] = CandidateSet.Of(1) }),
    ]);

    private static PatchSampler Sampler()
    {
        var size = new GridSize(12, 11, 10);
        var geometry = new VolumeGeometry(size, Affine.FromSpacing(Spacing.Isotropic(1)));
        var voxels = Enumerable.Range(0, (int)size.Voxels).Select(i => (Half)i).ToArray();
        var categories = Enumerable.Range(0, voxels.Length).Select(i => (byte)(i % 3 == 0 ? 1 : 0)).ToArray();
        var image = new Learning.Preprocessing.PreparedImage(
            "s",
            new(geometry, geometry.Spacing, mask: null),
            [voxels]
        );
        TrainingSubject subject = new(0, image, categories, new(categories, size, Table.Sets.Count));
        return new(Table, ["tissue"], [subject], new([4, 4, 4], 3, Mirror: true, Intensity: 0.2, Seed: 5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Gives_every_steps_batch_in_order_and_stops_at_the_last(int workers)
    {
        var sampler = Sampler();
        using var queue = new PatchQueue(sampler, first: 3, last: 7, workers);
        for (var step = 3; step <= 7; step++)
        {
            var (found, expected) = (queue.Next(), sampler.Draw(step));
            found.Images.ShouldBe(expected.Images);
            found.Categories.ShouldBe(expected.Categories);
        }

        Should.Throw<InvalidOperationException>(queue.Next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Takes_no_more_memory_with_more_steps(int workers)
    {
        using var queue = new PatchQueue(Sampler(), first: 1, last: 50, workers);
        Enumerable
            .Range(0, 50)
            .Select(_ => queue.Next().Images)
            .Distinct(ReferenceEqualityComparer.Instance)
            .Count()
            .ShouldBe(workers + 1);
    }

    [Fact]
    public void Can_be_left_before_its_end()
    {
        using var queue = new PatchQueue(Sampler(), first: 1, last: 1000, workers: 4);
        queue.Next().Count.ShouldBe(3);
        queue.Waited.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
    }
}
