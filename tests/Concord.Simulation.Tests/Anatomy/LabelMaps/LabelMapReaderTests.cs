using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Anatomy.LabelMaps;
using Concord.Simulation.Deformation;

namespace Concord.Simulation.Tests.Anatomy.LabelMaps;

public sealed class LabelMapReaderTests
{
    private static readonly VolumeGeometry Grid = SubjectSettings.Centred(new(45, 54, 48), Spacing.Isotropic(4));
    private static readonly LabelMapAnatomy Head = Read(BoxHead.Make(), keepLesions: true);

    [Fact]
    public void Middle_and_midline_are_those_of_the_brain()
    {
        (Head.Centre - BoxHead.Centre).Length.ShouldBeLessThan(0.5);
        // Within half a voxel.
        Math.Abs(Head.Midline.Distance(BoxHead.Centre)).ShouldBeLessThan(1.5);
        // The hippocampus on one side weighs a little.
        Head.Midline.Normal.X.ShouldBeGreaterThan(Math.Cos(2 * Math.PI / 180));
        Head.Grid.ShouldBe(BoxHead.Make().Geometry);
        Head.Name.ShouldBe("head");
    }

    [Fact]
    public void Memberships_stay_shares_of_a_whole_whatever_the_deformation() =>
        Gen.ULong.Sample(
            seed =>
            {
                var head = Draw(new(), seed, out _);
                var sum = head.Sum([.. head.Present]).Voxels;
                sum.Min().ShouldBe(1, 1e-3f);
                sum.Max().ShouldBe(1, 1e-3f);
                foreach (var tissue in head.Present)
                {
                    head[tissue].Voxels.Min().ShouldBeGreaterThanOrEqualTo(0);
                    head[tissue].Voxels.Max().ShouldBeLessThanOrEqualTo(1 + 1e-5f);
                }

                return head[Tissue.WhiteMatter].Voxels.Max() > 0.99f;
            },
            iter: 3
        );

    [Fact]
    public void Tissues_lie_where_the_map_has_them()
    {
        var head = Draw(DeformationSettings.None, 1, out _);
        (Tissue Tissue, Point3 Place)[] inside =
        [
            (Tissue.WhiteMatter, new(-34, -30, 30)),
            (Tissue.GreyMatter, new(46, 0, 0)),
            (Tissue.Ventricle, new(-9, 0, 0)),
            (Tissue.Lesion, new(28, 26, 26)),
            (Tissue.Skull, new(0, 71, 0)),
            (Tissue.Background, new(0, 0, 92)),
        ];
        foreach (var (tissue, place) in inside)
            At(head, tissue, place).ShouldBeGreaterThan(0.6f, tissue.ToString());
        // Soft tissue near the skin is fat, within it muscle.
        At(head, Tissue.Fat, new(0, 84, 0)).ShouldBeGreaterThan(0.5f);
        At(head, Tissue.Muscle, new(0, 78, 0)).ShouldBeGreaterThan(0.5f);
    }

    [Fact]
    public void Left_stays_left_unless_the_subject_is_flipped()
    {
        // Small differences of shape leave every structure on its side.
        for (var seed = 1UL; seed <= 4; seed++)
        {
            var settings = new DeformationSettings { Flip = 0, Warp = seed == 1 ? 2.5 : 0 };
            var head = Draw(settings, seed, out var kept);
            kept.Voxels.ShouldNotContain(53);
            Middle(kept, 17).X.ShouldBeLessThan(-10);
            foreach (var (left, right) in Pairs)
                Middle(kept, left).X.ShouldBeLessThan(Middle(kept, right).X - 10);
            Draw(settings with { Flip = 1 }, seed, out var flipped);
            flipped.Voxels.ShouldNotContain(17);
            Middle(flipped, 53).X.ShouldBeGreaterThan(10);
            foreach (var (left, right) in Pairs)
                Middle(flipped, left).X.ShouldBeLessThan(Middle(flipped, right).X - 10);
            // The codes are those of the tissue that lies there.
            for (var i = 0; i < kept.Voxels.Length; i++)
                if (head[Tissue.Ventricle].Voxels[i] > 0.7f)
                    (kept.Voxels[i] is 4 or 43).ShouldBeTrue();
        }
    }

    [Fact]
    public void Own_lesions_are_white_matter_unless_kept()
    {
        var without = Read(BoxHead.Make());
        without.Present.ShouldNotContain(Tissue.Lesion);
        // By place: the middle of the brain differs a little between the two.
        var map = new AffineMap(Affine.FromSpacing(Spacing.Isotropic(1), BoxHead.Centre));
        var (kept, mended) = (Head.Sample(Grid, map), without.Sample(Grid, map));
        kept[Tissue.Lesion].Voxels.Max().ShouldBeGreaterThan(0.9f);
        var (white, before) = (kept.Sum([Tissue.WhiteMatter, Tissue.Lesion]), mended[Tissue.WhiteMatter]);
        white.Voxels.Zip(before.Voxels, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
        // The codes tell what the file says.
        without.Structures(Grid, map, isFlipped: false).Voxels.ShouldContain(25);
    }

    [Fact]
    public void Unknown_codes_are_listed_with_their_counts()
    {
        var labels = BoxHead.Make();
        labels.Voxels.AsSpan(40, 5).Fill(601);
        labels.Voxels.AsSpan(50, 2).Fill(600);
        labels.Voxels[60] = 601;
        labels.Voxels[62] = -3;
        var error = Should.Throw<BadInputException>(() => Read(labels));
        error.Message.ShouldBe(
            "head.nii: has codes that FreeSurfer's table doesn't know: -3 (1 voxels), 600 (2 voxels), 601 (6 voxels) "
                + "(mend the label map, or take them for air with --ignore-unknown)"
        );
        for (var i = 0; i < 12; i++)
            labels.Voxels[100 + i] = 700 + i;
        error = Should.Throw<BadInputException>(() => Read(labels));
        error.Message.ShouldContain("704 (1 voxels) and 7 more (mend");
        error.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void Unknown_codes_are_air_when_asked()
    {
        var labels = BoxHead.Make();
        // The left ventricle goes, and codes beyond any small table.
        for (var i = 0; i < labels.Voxels.Length; i++)
            if (labels.Voxels[i] == 4)
                labels.Voxels[i] = i % 2 == 0 ? 70000 : -3;
        var head = Sample(Read(labels, ignoreUnknown: true), DeformationSettings.None, 1, out _);
        At(head, Tissue.Background, new(-9, 0, 0)).ShouldBeGreaterThan(0.6f);
        At(head, Tissue.Ventricle, new(9, 0, 0)).ShouldBeGreaterThan(0.6f);
    }

    [Theory]
    [InlineData(2, 41, "has no white matter")]
    [InlineData(3, 42, "has no grey matter")]
    public void A_map_without_brain_is_refused(int left, int right, string problem)
    {
        var labels = BoxHead.Make();
        for (var i = 0; i < labels.Voxels.Length; i++)
            if (labels.Voxels[i] is 17 || labels.Voxels[i] == left || labels.Voxels[i] == right)
                labels.Voxels[i] = 24;
        Should.Throw<BadInputException>(() => Read(labels)).Problem.ShouldBe(problem);
    }

    [Fact]
    public void A_map_that_does_not_tell_sides_apart_is_halved_through_the_middle()
    {
        var labels = BoxHead.Make();
        for (var i = 0; i < labels.Voxels.Length; i++)
            labels.Voxels[i] = labels.Voxels[i] switch
            {
                41 => 2,
                42 => 3,
                _ => labels.Voxels[i],
            };
        var head = Read(labels);
        head.Midline.ShouldBe(new(head.Centre, new(1, 0, 0)));
    }

    private static readonly (int Left, int Right)[] Pairs = [(2, 41), (3, 42), (4, 43), (25, 57)];

    private static LabelMapAnatomy Read(Volume<int> labels, bool ignoreUnknown = false, bool keepLesions = false) =>
        LabelMapReader.Make("head", "head.nii", labels, ignoreUnknown, keepLesions);

    private static HeadAnatomy Draw(DeformationSettings settings, ulong seed, out Volume<int> structures) =>
        Sample(Head, settings, seed, out structures);

    private static HeadAnatomy Sample(
        LabelMapAnatomy source,
        DeformationSettings settings,
        ulong seed,
        out Volume<int> structures
    )
    {
        var (map, isFlipped) = RandomPose.Draw(source, settings, default, seed);
        structures = source.Structures(Grid, map, isFlipped);
        return source.Sample(Grid, map, SliceProfile.Point);
    }

    private static float At(HeadAnatomy head, Tissue tissue, Point3 place)
    {
        var p = Grid.Affine.Inverse().Apply(place);
        return head[tissue][(int)Math.Round(p.X), (int)Math.Round(p.Y), (int)Math.Round(p.Z)];
    }

    private static Point3 Middle(Volume<int> codes, int code)
    {
        var (sum, count, size) = (default(Point3), 0, codes.Size);
        for (var i = 0; i < codes.Voxels.Length; i++)
            if (codes.Voxels[i] == code)
                (sum, count) = (sum + new Point3(i % size.X, i / size.X % size.Y, i / (size.X * size.Y)), count + 1);
        count.ShouldBeGreaterThan(10, $"code {code}");
        return codes.Geometry.Affine.Apply(sum * (1.0 / count));
    }
}
