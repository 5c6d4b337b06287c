using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Datasets;
using Concord.Simulation.Deformation;
using Concord.Simulation.Tumors;

namespace Concord.Simulation.Tests.Tumors;

public sealed class TumorGrowthTests
{
    private static readonly ProceduralHead Head = new(11);
    private static readonly SubjectSettings Settings = new()
    {
        Kind = SubjectKind.Tumor,
        Geometry = SubjectSettings.Centred(new(76, 92, 76), Spacing.Isotropic(2.4)),
        Deformation = DeformationSettings.None,
        // Other tests run beside these.
        Threads = 1,
        Sequences = ["T1", "T1c"],
        Tumor = new()
        {
            Grade = TumorGrade.High,
            BulkVolume = 14,
            // Few steps.
            SeedShare = 0.5,
            Infiltration = 3,
            EdemaExtent = 7,
            MechanicsSpacing = 4,
            CellSpacing = 2,
        },
    };
    private static readonly SimulatedSubject Subject = SubjectSimulator.Make(Head, Settings, 4);
    private static readonly SimulatedSubject Healthy = SubjectSimulator.Make(
        Head,
        Settings with
        {
            Kind = SubjectKind.Brain,
        },
        4
    );

    [Fact]
    public void Memberships_lie_between_0_and_1_and_sum_to_one()
    {
        var anatomy = Subject.Anatomy;
        for (var i = 0; i < anatomy.Geometry.Size.Voxels; i++)
        {
            var sum = 0f;
            foreach (var tissue in anatomy.Present)
            {
                var share = anatomy[tissue].Voxels[i];
                share.ShouldBeInRange(-1e-6f, 1 + 1e-5f);
                sum += share;
            }

            sum.ShouldBe(1, 1e-3f);
        }
    }

    [Fact]
    public void Tumour_lies_in_oedema_and_is_larger_than_its_bulk()
    {
        var anatomy = Subject.Anatomy;
        anatomy.Millilitres(Tissues.Tumor).ShouldBeInRange(14, 60);
        anatomy.Millilitres(Tissue.Edema).ShouldBeGreaterThan(5);
        Subject.Truth.Voxels.ShouldContain(TruthLabels.Tumor);
        Subject.Truth.Voxels.ShouldContain(TruthLabels.Edema);
        Subject.Tumor!.MassEffect.Millilitres.ShouldBe(14, 0.02 * 14);
        Subject.Tumor.MassEffect.SmallestJacobian.ShouldBeGreaterThan(0);
        Subject.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_bulk_gains_healthy_tissue_loses()
    {
        // No cells and no water: what is left is the bulk. The skull stays, so all else inside it gives way.
        var settings = Settings.Tumor with
        {
            Infiltration = 0,
            EdemaExtent = 0,
            MechanicsSpacing = 2,
            CellSpacing = 1,
        };
        // The default grids: on coarser ones the same volume isn't the same number of cells.
        var head = new ProceduralHead(3);
        var fields = new TumorGrowth(head, settings, 5, threads: 1).Run();
        var grid = SubjectSettings.Centred(new(151, 181, 151), Spacing.Isotropic(1.2));
        var after = new TumorAnatomy(head, fields).Sample(grid);
        var gained = after.Millilitres(Tissues.Tumor);
        var lost = Healthy(head.Sample(grid)) - Healthy(after);
        // The seed was there before it pushed: it replaced tissue, it didn't displace it.
        var growth = gained - fields.SeedMillilitres;
        (lost - fields.SeedMillilitres).ShouldBe(growth, 0.02 * growth);
        // Cells of 2 mm count the bulk a little smaller than voxels of 1 mm do.
        gained.ShouldBe(14, 0.05 * 14);
        after.Millilitres(Tissue.Edema).ShouldBeLessThan(0.05);

        static double Healthy(HeadAnatomy head) =>
            head.Millilitres([.. Tissues.Csf, .. Tissues.Grey, .. Tissues.White, Tissue.Vessel, Tissue.Connective]);
    }

    [Fact]
    public void Tissue_is_pushed_aside_near_the_tumour_and_the_skull_stays()
    {
        var displacement = Subject.Tumor!.MassEffect;
        displacement.LargestDisplacement.ShouldBeInRange(2, 20);
        var (before, after) = (Healthy.Anatomy[Tissue.Skull].Voxels, Subject.Anatomy[Tissue.Skull].Voxels);
        before.Zip(after, (a, b) => Math.Abs(a - b)).Average().ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Gives_the_same_bytes_on_any_number_of_threads()
    {
        var again = SubjectSimulator.Make(Head, Settings with { Threads = 3 }, 4);
        again.Truth.Voxels.SequenceEqual(Subject.Truth.Voxels).ShouldBeTrue();
        foreach (var (name, image) in again.Images)
            image.Voxels.SequenceEqual(Subject.Images[name].Voxels).ShouldBeTrue();
    }

    [Fact]
    public void Contrast_agent_lights_up_the_rim_and_nothing_healthy()
    {
        var rim = Ratio(i => Subject.Anatomy[Tissue.EnhancingTumor].Voxels[i] > 0.8f);
        var white = Ratio(i => Subject.Anatomy[Tissue.WhiteMatter].Voxels[i] > 0.95f);
        rim.ShouldBeGreaterThan(1.5 * white);

        double Ratio(Func<int, bool> where)
        {
            var at = Enumerable.Range(0, Subject.Truth.Voxels.Length).Where(where).ToList();
            at.Count.ShouldBeGreaterThan(5);
            return at.Average(i => Subject.Images["T1c"].Voxels[i]) / at.Average(i => Subject.Images["T1"].Voxels[i]);
        }
    }

    [Theory]
    [InlineData("4")]
    [InlineData("")]
    public void Stages_that_are_taken_over_give_the_same_subject(string missing)
    {
        var folder = Directory.CreateTempSubdirectory("concord-").FullName;
        StageFolder.Write(folder, Subject.Tumor!);
        // This stage's fields and those after it are made again.
        foreach (var file in Directory.GetFiles(folder))
            if (missing.Length > 0 && string.CompareOrdinal(Path.GetFileName(file), missing) >= 0)
                File.Delete(file);
        var inputs = new TumorInputs { Stages = StageFolder.Read(folder) };
        var again = SubjectSimulator.Make(Head, Settings with { TumorInputs = inputs }, 4);
        Directory.Delete(folder, recursive: true);
        again.Truth.Voxels.SequenceEqual(Subject.Truth.Voxels).ShouldBeTrue();
        again.Images["T1c"].Voxels.SequenceEqual(Subject.Images["T1c"].Voxels).ShouldBeTrue();
    }

    [Fact]
    public void Stops_when_asked_to()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() =>
            SubjectSimulator.Make(Head, Settings, 4, cancellation: source.Token)
        );
    }

    [Fact]
    public void A_users_mask_is_where_the_tumour_begins()
    {
        var grid = SubjectSettings.Centred(new(90, 110, 90), Spacing.Isotropic(2));
        var mask = new Volume<float>(grid);
        var place = new Point3(32, -30, 22);
        for (var i = 0; i < mask.Voxels.Length; i++)
            mask.Voxels[i] = (Place(grid, i) - place).Length < 8 ? 1 : 0;
        var subject = SubjectSimulator.Make(
            Head,
            Settings with
            {
                // Mirrored and moved: the mask goes along.
                Deformation = new() { Flip = 1 },
                Tumor = Settings.Tumor with { BulkVolume = 6 },
                TumorInputs = new() { Mask = mask, MaskFile = "mask.nii.gz" },
            },
            4
        );
        var tumor = Enumerable
            .Range(0, subject.Truth.Voxels.Length)
            .Where(i => subject.Truth.Voxels[i] == TruthLabels.Tumor)
            .Select(i => Place(subject.Truth.Geometry, i))
            .ToList();
        var centre = new Point3(tumor.Average(p => p.X), tumor.Average(p => p.Y), tumor.Average(p => p.Z));
        (centre - new Point3(-place.X, place.Y, place.Z)).Length.ShouldBeLessThan(18);
        centre.X.ShouldBeLessThan(-15);
    }

    [Theory]
    [InlineData(0, "has no voxel above 0")]
    [InlineData(200, "lies outside the brain")]
    public void A_mask_that_touches_no_brain_is_refused(double away, string why)
    {
        var grid = new VolumeGeometry(new(10, 10, 10), Affine.FromSpacing(Spacing.Isotropic(2), new(away, 0, 0)));
        var mask = new Volume<float>(grid);
        if (away > 0)
            mask.Voxels.AsSpan().Fill(1);
        var settings = Settings with
        {
            TumorInputs = new() { Mask = mask, MaskFile = "mask.nii.gz" },
        };
        Should
            .Throw<BadInputException>(() => SubjectSimulator.Make(Head, settings, 4))
            .Message.ShouldStartWith($"mask.nii.gz: {why}");
    }

    private static Point3 Place(VolumeGeometry grid, int i) =>
        grid.Affine.Apply(new(i % grid.Size.X, i / grid.Size.X % grid.Size.Y, i / (grid.Size.X * grid.Size.Y)));
}
