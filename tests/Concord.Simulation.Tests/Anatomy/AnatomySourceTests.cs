using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;

namespace Concord.Simulation.Tests.Anatomy;

public sealed class AnatomySourceTests
{
    [Fact]
    public void Thick_slices_of_a_ramp_are_the_ramp()
    {
        var ramp = new FormulaAnatomy(p => 0.5 + p.Z / 100 + p.X / 200 - p.Y / 400);
        var grid = new VolumeGeometry(
            new(5, 5, 6),
            Affine.FromColumns(new(1, 0, 0), new(0, 0.8, 0.6), new(0, -3, 4), new(-2, 3, -12))
        );
        foreach (var profile in new[] { SliceProfile.Gaussian, SliceProfile.Even })
        {
            var white = ramp.Sample(grid, slices: profile)[Tissue.WhiteMatter];
            for (var i = 0; i < white.Voxels.Length; i++)
            {
                var p = grid.Affine.Apply(new(i % 5, i / 5 % 5, i / 25));
                white.Voxels[i].ShouldBe((float)(0.5 + p.Z / 100 + p.X / 200 - p.Y / 400), 1e-5f);
            }
        }
    }

    [Fact]
    public void A_slice_profile_reaches_into_the_neighbours_where_an_even_one_does_not()
    {
        // A plane of white matter 1 mm thick in the middle of one slice of 4 mm.
        var sheet = new FormulaAnatomy(p => Math.Abs(p.Z) < 0.5 ? 1 : 0, 0.25);
        var grid = SubjectSettings.Centred(new(4, 4, 5), new(1, 1, 4));
        var gaussian = sheet.Sample(grid, slices: SliceProfile.Gaussian)[Tissue.WhiteMatter];
        var even = sheet.Sample(grid, slices: SliceProfile.Even)[Tissue.WhiteMatter];
        even[1, 1, 2].ShouldBe(0.25f, 1e-4f);
        even[1, 1, 3].ShouldBe(0);
        // The neighbours' outermost samples are those next to the sheet.
        gaussian[1, 1, 3].ShouldBe(gaussian[1, 1, 1], 1e-6f);
        gaussian[1, 1, 3].ShouldBeGreaterThan(0.005f);
        gaussian[1, 1, 4].ShouldBe(0);
        // Over the area of a Gaussian whose width at half maximum is the slice, cut at twice that.
        gaussian[1, 1, 2].ShouldBe(0.234f, 0.01f);
    }

    [Fact]
    public void A_coarse_grid_is_the_average_of_a_fine_one()
    {
        var head = new ProceduralHead(7, 1);
        // Where many tissues meet, above and left of the middle.
        var fine = new VolumeGeometry(new(36, 36, 24), Affine.FromSpacing(Spacing.Isotropic(1), new(-70, -20, 20)));
        var coarse = new VolumeGeometry(new(12, 12, 8), Affine.FromSpacing(Spacing.Isotropic(3), new(-69, -19, 21)));
        var (many, few) = (head.Sample(fine), head.Sample(coarse));
        few.Millilitres(Tissue.GreyMatter).ShouldBeGreaterThan(1);
        foreach (var tissue in few.Present)
        {
            var mean = new float[few[tissue].Voxels.Length];
            for (var z = 0; z < 24; z++)
            for (var y = 0; y < 36; y++)
            for (var x = 0; x < 36; x++)
                mean[x / 3 + 12 * (y / 3 + 12 * (z / 3))] += many[tissue][x, y, z] / 27;
            few[tissue].Voxels.Zip(mean, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(2e-4f, tissue.ToString());
        }
    }

    [Fact]
    public void Is_the_same_on_any_number_of_threads()
    {
        var head = new ProceduralHead(3, 4);
        var map = new AffineMap(Affine.FromSpacing(Spacing.Isotropic(1.1), new(3, 1, 2)));
        var grid = SubjectSettings.Centred(new(31, 30, 17), new(5, 5, 10));
        var (one, many) = (head.Sample(grid, map, threads: 1), head.Sample(grid, map, threads: 4));
        foreach (var tissue in one.Present)
            many[tissue].Voxels.SequenceEqual(one[tissue].Voxels).ShouldBeTrue(tissue.ToString());
    }

    [Fact]
    public void A_map_leads_from_the_subject_to_the_source()
    {
        var half = new FormulaAnatomy(p => p.X > 4 ? 1 : 0);
        var grid = SubjectSettings.Centred(new(21, 3, 3), Spacing.Isotropic(1));
        var moved = half.Sample(grid, new AffineMap(Affine.FromSpacing(Spacing.Isotropic(1), new(10, 0, 0))));
        // The subject's point x is the source's x + 10.
        for (var x = 0; x < 21; x++)
            moved[Tissue.WhiteMatter][x, 1, 1].ShouldBe(x - 10 > -6 ? 1 : 0);
    }

    [Fact]
    public void Tissues_that_are_not_asked_for_are_absent()
    {
        var head = new ProceduralHead(3, 4);
        var grid = SubjectSettings.Centred(new(20, 20, 20), Spacing.Isotropic(8));
        var part = head.Sample(grid, [Tissue.WhiteMatter, Tissue.Edema], null, SliceProfile.Point, 1);
        part.Present.ShouldBe([Tissue.WhiteMatter]);
        var all = head.Sample(grid, null, SliceProfile.Point);
        part[Tissue.WhiteMatter].Voxels.ShouldBe(all[Tissue.WhiteMatter].Voxels);
    }
}
