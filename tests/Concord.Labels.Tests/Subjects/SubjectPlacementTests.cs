using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Tests.Shared;

namespace Concord.Labels.Tests.Subjects;

/// <summary>Subjects whose files lie on different grids.</summary>
public sealed class SubjectPlacementTests : IDisposable
{
    private static readonly VolumeGeometry Grid = new(
        new(60, 70, 62),
        Affine.FromSpacing(new(3, 3, 3), new(-90, -105, -93))
    );

    private readonly TemporaryFolder _folder = new();

    public SubjectPlacementTests()
    {
        Write("T1", HeadPhantom.Paint(Grid, isT2: false, Affine.Identity));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sequence_on_another_grid_is_registered_and_keeps_its_voxels()
    {
        var truth = new RigidTransform(default, new(0.1, 0.05, -0.12), new(9, -6, 4));
        var there = new VolumeGeometry(new(80, 90, 40), Affine.FromSpacing(new(2.4, 2.4, 4.5), new(-96, -108, -90)));
        var flair = HeadPhantom.Paint(there, isT2: true, truth.ToAffine().Inverse());
        Write("FLAIR", flair);
        var data = Read(Coregistration.Auto, null);
        data.Geometry.ShouldBe(Grid);
        data.Images[1].Voxels.ShouldBe(flair.Voxels);
        var meant = truth.ToAffine().Inverse().Compose(there.Affine);
        foreach (var corner in VolumeGeometry.Corners(there.Size))
            (data.Images[1].Geometry.Affine.Apply(corner) - meant.Apply(corner)).Length.ShouldBeLessThan(2);
        var remark = data.Remarks.ShouldHaveSingleItem();
        (remark.Kind, remark.File).ShouldBe((SubjectRemarkKind.Moved, _folder.File("s/FLAIR.nii")));
        remark.Text.ShouldStartWith($"registered to {_folder.File("s/T1.nii")}: lay ");
    }

    // Nothing to register, nothing to resample: every voxel has its place already, and only its order differs.
    [Theory]
    [InlineData("LAS")]
    [InlineData("PSL")]
    [InlineData("IRA")]
    public void The_same_voxels_in_another_order_are_the_same_grid(string orientation)
    {
        var code = Orientation.Parse(orientation);
        var flair = HeadPhantom.Paint(Grid, isT2: true, Affine.Identity);
        var labels = new Volume<byte>(Grid);
        labels[20, 30, 25] = 1;
        Write("FLAIR", Reorient.To(flair, code));
        Write("seg", Reorient.To(labels, code));
        Write("brain", Reorient.To(labels, code));
        foreach (var registration in new[] { Coregistration.Auto, Coregistration.Never })
        {
            var data = Read(registration, "*/seg.nii", isSameWorld: false, Datasets.MaskFiles("*/brain.nii"));
            data.Remarks.ShouldBeEmpty();
            data.Images[1].Geometry.ShouldBe(Grid);
            data.Images[1].Voxels.ShouldBe(flair.Voxels);
            data.Mask!.Voxels.ShouldBe(labels.Voxels);
            var lesion = data.Candidates!.Protocol.CategoryOf(1);
            data.Candidates.Categories.Voxels.Count(c => c == lesion).ShouldBe(1);
            data.Candidates.Categories[20, 30, 25].ShouldBe((byte)lesion);
        }
    }

    [Fact]
    public void On_one_grid_only_what_plainly_lies_off_is_moved()
    {
        Write("FLAIR", HeadPhantom.Paint(Grid, isT2: true, Moved(1.5)));
        Read(Coregistration.Auto, null).Remarks.ShouldBeEmpty();
        Write("FLAIR", HeadPhantom.Paint(Grid, isT2: true, Moved(9)));
        var data = Read(Coregistration.Auto, null);
        data.Remarks.ShouldHaveSingleItem().Kind.ShouldBe(SubjectRemarkKind.Moved);
        var shift = data.Images[1].Geometry.Affine.Column(3) - Grid.Affine.Column(3);
        (shift - new Point3(-9, 0, 0)).Length.ShouldBeLessThan(1);
        Read(Coregistration.Never, null).Images[1].Geometry.ShouldBe(Grid);
    }

    [Fact]
    public void Labels_move_with_the_sequence_that_they_were_drawn_on()
    {
        var truth = new RigidTransform(default, new(0.05, 0.1, 0.08), new(-8, 5, 6));
        var there = new VolumeGeometry(new(92, 108, 80), Affine.FromSpacing(new(2, 2, 2.4), new(-92, -108, -96)));
        Write("FLAIR", HeadPhantom.Paint(there, isT2: true, truth.ToAffine().Inverse()));
        // A ball about a point of the head.
        var (centre, radius) = (new Point3(20, -30, 15), 18.0);
        var labels = new Volume<byte>(there);
        for (var i = 0; i < labels.Voxels.Length; i++)
        {
            var at = there.Affine.Apply(new(i % 92, i / 92 % 108, i / (92 * 108)));
            labels.Voxels[i] = (truth.ToAffine().Inverse().Apply(at) - centre).Length <= radius ? (byte)1 : (byte)0;
        }

        Write("seg", labels);
        // Also where the network takes T1 alone.
        foreach (var sequences in new IReadOnlyList<string>[] { ["T1", "FLAIR"], ["T1"] })
        {
            var data = Read(Coregistration.Auto, "*/seg.nii", sequences);
            var found = data.Candidates!.Categories;
            found.Geometry.ShouldBe(Grid);
            data.Remarks.ShouldContain(r => r.Kind == SubjectRemarkKind.Resampled);
            var (sum, count) = (default(Point3), 0);
            for (var i = 0; i < found.Voxels.Length; i++)
            {
                if (data.Candidates.Protocol.Sets[found.Voxels[i]] != CandidateSet.Of(4))
                    continue;
                sum += Grid.Affine.Apply(new(i % 60, i / 60 % 70, i / (60 * 70)));
                count++;
            }

            (sum * (1.0 / count) - centre).Length.ShouldBeLessThan(1);
            (count * 27.0).ShouldBe(4 * Math.PI / 3 * radius * radius * radius, 1500);
        }
    }

    [Fact]
    public void Labels_may_cover_the_field_of_view_at_another_resolution()
    {
        var fine = Resample.GridWithSpacing(Grid, new(1.5, 1.5, 1.5));
        var labels = new Volume<byte>(fine);
        labels.Voxels.AsSpan(labels.Voxels.Length / 2).Fill(1);
        Write("seg", labels);
        var data = Read(Coregistration.Auto, "*/seg.nii", "T1");
        var found = data.Candidates!.Categories;
        found.Geometry.ShouldBe(Grid);
        var upper = found.Voxels.AsSpan(found.Voxels.Length / 2).ToArray();
        upper.Select(c => data.Candidates.Protocol.Sets[c]).Distinct().ShouldBe([CandidateSet.Of(4)]);
        data.Remarks.ShouldHaveSingleItem().Kind.ShouldBe(SubjectRemarkKind.Resampled);
    }

    [Fact]
    public void What_the_sequence_of_the_labels_does_not_show_may_be_anything()
    {
        // The lower half of the head.
        var there = new VolumeGeometry(new(60, 70, 31), Grid.Affine);
        var flair = HeadPhantom.Paint(there, isT2: true, Affine.Identity);
        Write("FLAIR", flair);
        Write("seg", flair.With(new byte[flair.Voxels.Length]));
        var data = Read(Coregistration.Auto, "*/seg.nii");
        var top = data.Candidates!.Categories.Plane(60).ToArray();
        top.ShouldAllBe(c => data.Candidates.Protocol.Sets[c] == Spaces.Tissue.All);
        var bottom = data.Candidates.Categories.Plane(1).ToArray();
        bottom.Count(c => data.Candidates.Protocol.Sets[c] == CandidateSet.Of(0, 1, 2, 3)).ShouldBeGreaterThan(3000);
        data.Remarks.ShouldContain(r => r.Text.EndsWith(" of that lie outside of it, and what is there isn't known"));
    }

    [Fact]
    public void In_one_world_nothing_is_registered_and_labels_come_from_any_grid()
    {
        // 9 mm off, which would be found; voxels of half the size, from x = 0 on.
        var there = new VolumeGeometry(new(50, 60, 50), Affine.FromSpacing(new(3, 3, 3), new(-75, -90, -75)));
        Write("FLAIR", HeadPhantom.Paint(there, isT2: true, Moved(9)));
        var labels = new Volume<byte>(
            new(new(60, 140, 124), Affine.FromSpacing(Spacing.Isotropic(1.5), new(0.75, -105.75, -93.75)))
        );
        // What is more than 30 mm to the right.
        for (var i = 0; i < labels.Voxels.Length; i++)
            labels.Voxels[i] = (byte)(i % 60 >= 20 ? 1 : 0);
        Write("seg", labels);
        var data = Read(Coregistration.Always, "*/seg.nii", isSameWorld: true);

        data.Images[1].Geometry.ShouldBe(there);
        var found = data.Candidates!.Categories;
        found.Geometry.ShouldBe(Grid);
        for (var i = 0; i < found.Voxels.Length; i++)
        {
            var x = Grid.Affine.Apply(new(i % 60, 0, 0)).X;
            data.Candidates.Protocol.Sets[found.Voxels[i]]
                .ShouldBe(
                    x < 0 ? Spaces.Tissue.All
                    : x < 30 ? CandidateSet.Of(0, 1, 2, 3)
                    : CandidateSet.Of(4)
                );
        }

        var remark = data.Remarks.ShouldHaveSingleItem();
        remark.Kind.ShouldBe(SubjectRemarkKind.Resampled);
        remark.Text.ShouldEndWith("; 50 % of that lie outside of it, and what is there isn't known");
    }

    [Fact]
    public void A_mask_says_nothing_of_labels_where_it_does_not_reach()
    {
        // The lower half; and of that the left.
        var half = new VolumeGeometry(new(60, 70, 31), Grid.Affine);
        var mask = new Volume<byte>(half);
        for (var i = 0; i < mask.Voxels.Length; i++)
            mask.Voxels[i] = (byte)(i % 60 < 30 ? 1 : 0);
        Write("mask", mask);
        var labels = new Volume<byte>(Grid);
        labels.Voxels.AsSpan().Fill(1);
        Write("seg", labels);
        var data = Read(Coregistration.Auto, "*/seg.nii", true, Datasets.MaskFiles("*/mask.nii"), "T1");
        CandidateSet At(int x, int z) => data.Candidates!.Protocol.Sets[data.Candidates.Categories[x, 20, z]];
        At(10, 10).ShouldBe(CandidateSet.Of(4));
        At(50, 10).ShouldBe(CandidateSet.Of(0));
        At(50, 40).ShouldBe(CandidateSet.Of(4));
        (data.Mask![10, 20, 10], data.Mask[50, 20, 10], data.Mask[10, 20, 40]).ShouldBe(((byte)1, (byte)0, (byte)0));
    }

    [Fact]
    public void Labels_of_one_world_that_reach_nothing_are_refused()
    {
        Write(
            "seg",
            new Volume<byte>(new VolumeGeometry(new(9, 9, 9), Affine.FromSpacing(new(1, 1, 1), new(500, 0, 0))))
        );
        Should
            .Throw<BadInputException>(() => Read(Coregistration.Auto, "*/seg.nii", true, null, "T1"))
            .Problem.ShouldBe($"lies wholly outside the field of view of {_folder.File("s/T1.nii")}");
    }

    [Fact]
    public void Labels_that_lie_nowhere_are_refused()
    {
        var elsewhere = new VolumeGeometry(new(50, 50, 50), Grid.Affine);
        Write("seg", new Volume<byte>(elsewhere));
        var refusal = Should.Throw<BadInputException>(() => Read(Coregistration.Auto, "*/seg.nii", "T1"));
        refusal.Problem.ShouldBe($"has 50x50x50 voxels, but {_folder.File("s/T1.nii")} has 60x70x62");
        refusal.Remedy.ShouldContain("same_world: true");
    }

    [Fact]
    public void A_value_that_is_lost_on_the_way_is_refused_all_the_same()
    {
        var fine = Resample.GridWithSpacing(Grid, new(1.5, 1.5, 1.5));
        var labels = new Volume<byte>(fine);
        labels.Voxels[0] = 77;
        Write("seg", labels);
        Should
            .Throw<BadInputException>(() => Read(Coregistration.Auto, "*/seg.nii", "T1"))
            .Problem.ShouldContain("77 in 1");
    }

    [Fact]
    public void Taking_images_in_another_order_keeps_the_grid()
    {
        var there = Resample.GridWithSpacing(Grid, new(3, 3, 4.5));
        Write("FLAIR", HeadPhantom.Paint(there, isT2: true, Affine.Identity));
        var data = Read(Coregistration.Auto, null, "T1", "FLAIR");
        var other = data.Take(["FLAIR", "T1"]);
        other.Geometry.ShouldBe(Grid);
        other.Images[0].ShouldBeSameAs(data.Images[1]);
        other.Images[1].ShouldBeSameAs(data.Images[0]);
        Should.Throw<ArgumentException>(() => data.Take(["T2"]));
    }

    private static Affine Moved(double millimetres) =>
        new RigidTransform(default, default, new(-millimetres, 0, 0)).ToAffine();

    private void Write<T>(string name, Volume<T> volume)
        where T : unmanaged => NiftiWriter.Write(_folder.File($"s/{name}.nii"), volume);

    private SubjectData Read(Coregistration registration, string? labels, params IReadOnlyList<string> sequences) =>
        Read(registration, labels, isSameWorld: false, null, sequences);

    private SubjectData Read(
        Coregistration registration,
        string? labels,
        bool isSameWorld,
        MaskRule? mask = null,
        params IReadOnlyList<string> sequences
    )
    {
        (string, string)[] patterns = File.Exists(_folder.File("s/FLAIR.nii"))
            ? [("T1", "*/T1.nii"), ("FLAIR", "*/FLAIR.nii")]
            : [("T1", "*/T1.nii")];
        var dataset = Datasets.Make(_folder.Path, labels, mask, patterns) with { IsSameWorld = isSameWorld };
        var subject = SubjectMatcher.Find(dataset).ShouldHaveSingleItem();
        return SubjectReader.Read(dataset, subject, sequences.Count > 0 ? sequences : ["T1", "FLAIR"], registration);
    }
}
