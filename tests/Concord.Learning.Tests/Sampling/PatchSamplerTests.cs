using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;
using Concord.Learning.Sampling;

namespace Concord.Learning.Tests.Sampling;

public sealed class PatchSamplerTests
{
    private static readonly LabelSpace Space = new(["background", "gm", "wmh"]);

    private static readonly CategoryTable Table = new([
        new(Space, new Dictionary<int, CandidateSet> { [0] = CandidateSet.Of(0), [1] = CandidateSet.Of(1) }),
        new(
            Space,
            new Dictionary<int, CandidateSet>
            {
                [0] = CandidateSet.Of(0, 1),
                [1] = CandidateSet.Of(2),
                [2] = Space.All,
            }
        ),
    ]);

    // Every voxel's intensity is its own place in the array, so a patch says where it was cut.
    private static TrainingSubject Subject(int dataset, GridSize size, Func<int, byte> category)
    {
        var geometry = new VolumeGeometry(size, Affine.FromSpacing(Spacing.Isotropic(1)));
        var voxels = Enumerable.Range(0, (int)size.Voxels).Select(i => (Half)i).ToArray();
        var categories = Enumerable
            .Range(0, voxels.Length)
            .Select(i => (byte)(Table.Offset(dataset) + category(i)))
            .ToArray();
        var image = new PreparedImage($"s{dataset}", new WorkingGrid(geometry, geometry.Spacing, mask: null), [voxels]);
        return new(dataset, image, categories, new(categories, size, Table.Sets.Count));
    }

    // One lesion voxel, a row that may be anything.
    private static byte LesionCategory(int i) =>
        i == 70 ? (byte)1
        : i < 20 ? (byte)2
        : (byte)0;

    private static PatchSampler Sampler(GridSize size, bool mirror = false, int count = 4) =>
        new(
            Table,
            ["tissue", "lesions"],
            [Subject(0, size, i => (byte)(i % 5 == 0 ? 1 : 0)), Subject(1, size, LesionCategory)],
            new([4, 4, 4], count, mirror, Intensity: 0, Seed: 7)
        );

    [Fact]
    public void Draws_the_same_patches_for_the_same_step_in_any_order()
    {
        var size = new GridSize(10, 9, 8);
        var (ahead, behind) = (Sampler(size), Sampler(size));
        var fifth = ahead.Draw(5);
        behind.Draw(3);
        behind.Draw(5).Images.ShouldBe(fifth.Images);
        behind.Draw(6).Images.ShouldNotBe(fifth.Images);
    }

    [Fact]
    public void Draws_datasets_and_their_labels_with_equal_probability()
    {
        var sampler = Sampler(new(10, 9, 8), count: 1);
        var (lesions, withLesion) = (0, 0);
        const int Draws = 2000;
        for (var step = 0; step < Draws; step++)
        {
            var categories = sampler.Draw(step).Categories;
            if (categories[0] < Table.Offset(1))
                continue;
            lesions++;
            if (categories.Contains((byte)(Table.Offset(1) + 1)))
                withLesion++;
        }

        // One lesion voxel of 720 is the aim of half the lesion set's patches; chance adds a few to that.
        ((double)lesions / Draws).ShouldBe(0.5, 0.05);
        ((double)withLesion / lesions).ShouldBeInRange(0.45, 0.75);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cuts_image_and_labels_from_the_same_place(bool mirror)
    {
        var sampler = Sampler(new(10, 9, 8), mirror);
        var mirrored = 0;
        for (var step = 0; step < 50; step++)
        {
            var batch = sampler.Draw(step);
            for (var i = 0; i < batch.Images.Length; i++)
            {
                var place = (int)batch.Images[i];
                var expected =
                    batch.Categories[i] < Table.Offset(1)
                        ? (place % 5 == 0 ? 1 : 0)
                        : Table.Offset(1)
                            + (
                                place == 70 ? 1
                                : place < 20 ? 2
                                : 0
                            );
                ((int)batch.Categories[i]).ShouldBe(expected);
            }

            mirrored += batch.Images[1] < batch.Images[0] ? 1 : 0;
        }

        (mirrored > 0).ShouldBe(mirror);
    }

    [Fact]
    public void Pads_a_thin_volume_with_nothing()
    {
        var batch = Sampler(new(10, 9, 2)).Draw(1);
        for (var i = 0; i < batch.Categories.Length; i++)
        {
            var isPadding = i / 16 % 4 is 0 or 3;
            (batch.Categories[i] == Table.Padding).ShouldBe(isPadding);
            (batch.Images[i] == IntensityScale.Outside).ShouldBe(isPadding);
        }
    }

    [Fact]
    public void Draws_over_an_old_batch_as_into_a_new_one()
    {
        var sampler = Sampler(new(10, 9, 2));
        var (old, expected) = (sampler.Draw(1), sampler.Draw(2));
        var found = sampler.Draw(2, old);
        found.Images.ShouldBeSameAs(old.Images);
        found.Images.ShouldBe(expected.Images);
        found.Categories.ShouldBe(expected.Categories);
    }

    [Fact]
    public void Refuses_a_dataset_with_nothing_to_learn_from() =>
        Should.Throw<BadInputException>(() =>
            new PatchSampler(
                Table,
                ["tissue", "lesions"],
                [Subject(0, new(4, 4, 4), _ => 0), Subject(1, new(4, 4, 4), _ => 2)],
                new([4, 4, 4], 1, false, 0, 1)
            )
        );

    // The lesion set of the table says nothing of background but through a mask.
    [Fact]
    public void Draws_no_patch_for_what_a_mask_alone_makes_background()
    {
        var outside = Table.Protocols[1].BackgroundCategory;
        var size = new GridSize(40, 4, 4);
        var sampler = new PatchSampler(
            Table,
            ["tissue", "lesions"],
            [
                Subject(0, size, _ => 0),
                // Only the last four voxels of a row lie in the brain, and they are a lesion.
                Subject(1, size, i => i % 40 < 36 ? outside : (byte)1),
            ],
            new([4, 4, 4], 16, Mirror: false, Intensity: 0, Seed: 7)
        );
        var batch = sampler.Draw(1);
        for (var patch = 0; patch < batch.Count; patch++)
        {
            var categories = batch.Categories.AsSpan(patch * 64, 64);
            if (categories.ContainsAnyInRange((byte)Table.Offset(1), (byte)(Table.Offset(1) + 3)))
                categories.Contains((byte)(Table.Offset(1) + 1)).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_guide_chooses_the_patches_and_the_subject_keeps_its_own_labels()
    {
        var space = new LabelSpace(["background", "gm", "wmh"]);
        var joint = new CategoryTable([Certain(0, 1, 2)]);
        var guide = new CategoryTable([Certain(2)]);
        var size = new GridSize(40, 4, 4);
        // Background, grey matter and, in the last four voxels of a row, a lesion; the guide knows lesions only.
        var plain = Subject(0, size, _ => 0);
        var subject = Labelled(joint, Label) with { Guide = Labelled(guide, Label) };
        var options = new PatchOptions([4, 4, 4], 12, Mirror: false, Intensity: 0, Seed: 5);
        var guided = Draw(new(joint, ["set"], [subject], options, guide: guide));
        var same = Draw(new(guide, ["set"], [subject.Guide!], options));
        // The same places; labels of the subject itself.
        guided.SelectMany(b => b.Images).ShouldBe(same.SelectMany(b => b.Images));
        guided.SelectMany(b => b.Images).Distinct().Count().ShouldBeGreaterThan(500, "of 640 voxels, anywhere");
        guided.SelectMany(b => b.Categories).Distinct().Order().ToArray().ShouldBe([0, 1, 2]);
        // By its own labels, of three as likely as each other, it would see lesions less often.
        static double Lesions(IEnumerable<PatchBatch> batches) => batches.Average(b => b.Categories.Count(c => c == 2));
        Lesions(guided)
            .ShouldBeGreaterThan(1.2 * Lesions(Draw(new(joint, ["set"], [subject with { Guide = null }], options))));

        static int Label(int i) =>
            i % 40 < 12 ? 0
            : i % 40 < 36 ? 1
            : 2;

        Protocol Certain(params int[] known)
        {
            var rest = CandidateSet.Of([.. Enumerable.Range(0, 3).Except(known)]);
            return new(
                space,
                Enumerable.Range(0, 3).ToDictionary(c => c, c => known.Contains(c) ? CandidateSet.Of(c) : rest)
            );
        }

        TrainingSubject Labelled(CategoryTable table, Func<int, int> label)
        {
            var categories = Enumerable
                .Range(0, (int)size.Voxels)
                .Select(i => (byte)table.Protocols[0].CategoryOf(label(i)))
                .ToArray();
            return plain with { Categories = categories, Index = new(categories, size, table.Sets.Count) };
        }

        static List<PatchBatch> Draw(PatchSampler sampler) =>
            [.. Enumerable.Range(1, 20).Select(step => sampler.Draw(step))];
    }

    // Left of the middle is 1, right of it 2: a patch says by its intensities whether it was mirrored.
    [Theory]
    [InlineData("left-caudate", "right-caudate", true)]
    [InlineData("caudate", "putamen", true)]
    [InlineData("left-caudate", "putamen", false)]
    public void Mirroring_swaps_the_sides_of_the_body(string first, string second, bool mayMirror)
    {
        var space = new LabelSpace(["background", first, second]);
        var sets = Enumerable.Range(0, 3).ToDictionary(c => c, c => CandidateSet.Of(c));
        var isOfSides = first.StartsWith("left", StringComparison.Ordinal);
        var size = new GridSize(12, 6, 6);
        var batches = Mirrored(new(space, sets));
        var mirrored = 0;
        foreach (var batch in batches)
            for (var i = 0; i < batch.Images.Length; i += 4)
            {
                var isMirrored = batch.Images[i] > batch.Images[i + 1];
                mirrored += isMirrored ? 1 : 0;
                for (var k = i; k < i + 4; k++)
                {
                    var label = (int)batch.Images[k] % size.X < 6 ? 1 : 2;
                    ((int)batch.Categories[k]).ShouldBe(isMirrored && isOfSides ? 3 - label : label);
                }
            }

        (mirrored > 0).ShouldBe(mayMirror);

        // Who labels one side only can't say what it would be on the other.
        var oneSided = new Dictionary<int, CandidateSet>
        {
            [0] = CandidateSet.Of(0, 2),
            [1] = CandidateSet.Of(1),
            [2] = CandidateSet.Of(0, 2),
        };
        Mirrored(new(space, oneSided))
            .SelectMany(b =>
                Enumerable.Range(0, b.Images.Length / 4).Select(r => b.Images[4 * r] > b.Images[4 * r + 1])
            )
            .Contains(true)
            .ShouldBe(!isOfSides);

        List<PatchBatch> Mirrored(Protocol protocol)
        {
            var table = new CategoryTable([protocol]);
            var categories = Enumerable
                .Range(0, (int)size.Voxels)
                .Select(i => (byte)protocol.CategoryOf(i % size.X < 6 ? 1 : 2))
                .ToArray();
            var plain = Subject(0, size, _ => 0);
            var subject = plain with { Categories = categories, Index = new(categories, size, table.Sets.Count) };
            var sampler = new PatchSampler(table, ["set"], [subject], new([4, 4, 4], 8, true, Intensity: 0, Seed: 3));
            return [.. Enumerable.Range(0, 5).Select(step => sampler.Draw(step))];
        }
    }

    [Fact]
    public void Changes_the_intensities_of_each_sequence_by_one_gain_and_offset()
    {
        var size = new GridSize(10, 9, 8);
        var plain = Sampler(size).Draw(1);
        PatchSampler Augmented(double intensity)
        {
            var first = Subject(0, size, i => (byte)(i % 5 == 0 ? 1 : 0));
            var second = Subject(1, size, LesionCategory);
            return new(
                Table,
                ["tissue", "lesions"],
                [.. new[] { first, second }.Select(s => s with { Image = Twice(s.Image) })],
                new([4, 4, 4], 4, Mirror: false, intensity, Seed: 7)
            );
        }

        var (same, changed) = (Augmented(0).Draw(1), Augmented(0.3).Draw(1));
        changed.Categories.ShouldBe(same.Categories);
        same.Categories.ShouldBe(plain.Categories);
        var maps = new HashSet<(double, double)>();
        for (var channel = 0; channel < 8; channel++)
        {
            var x = same.Images[(64 * channel)..(64 * channel + 64)];
            var y = changed.Images[(64 * channel)..(64 * channel + 64)];
            var gain = (double)(y[63] - y[0]) / (x[63] - x[0]);
            var offset = y[0] - gain * x[0];
            gain.ShouldBeInRange(0.5, 1.6);
            for (var i = 0; i < 64; i++)
                ((double)y[i]).ShouldBe(gain * x[i] + offset, 0.01);
            // An offset in units of the contrast, not of the intensities of hundreds that stand here.
            Math.Abs(offset).ShouldBeLessThan(0.9);
            maps.Add((Math.Round(gain, 3), Math.Round(offset, 3)));
        }

        maps.Count.ShouldBe(8, "each sequence of each patch has its own");

        static PreparedImage Twice(PreparedImage image) =>
            image with
            {
                Channels = [image.Channels[0], image.Channels[0]],
            };
    }
}
