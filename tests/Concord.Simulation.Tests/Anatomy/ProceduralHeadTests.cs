using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Tests.Anatomy;

public sealed class ProceduralHeadTests
{
    [Fact]
    public void Memberships_lie_between_0_and_1_and_sum_to_one()
    {
        var head = Grids.Head;
        for (var i = 0; i < Grids.Coarse.Size.Voxels; i++)
        {
            var shares = Enum.GetValues<Tissue>().Select(tissue => head[tissue].Voxels[i]).ToArray();
            shares.Min().ShouldBeGreaterThanOrEqualTo(0);
            shares.Max().ShouldBeLessThanOrEqualTo(1);
            shares.Sum().ShouldBe(1, 1e-3);
        }
    }

    [Fact]
    public void Gives_the_same_bytes_for_a_seed_on_any_number_of_threads()
    {
        var again = new ProceduralHead(7, 3.4).Sample(Grids.Coarse);
        var alone = new ProceduralHead(7, 3.4).Sample(Grids.Coarse, threads: 1);
        foreach (var tissue in Enum.GetValues<Tissue>())
        {
            again[tissue].Voxels.ShouldBe(Grids.Head[tissue].Voxels);
            alone[tissue].Voxels.ShouldBe(Grids.Head[tissue].Voxels);
        }
    }

    // As processors with other vectors would see it: the voxels that share one are others.
    [Theory]
    [InlineData(6)]
    [InlineData(12)]
    public void A_voxel_does_not_depend_on_its_neighbours_in_a_vector(int seed)
    {
        // Around the fourth ventricle, which lies apart from the others.
        var grid = Crop.Geometry(
            SubjectSettings.Centred(new(96, 112, 96), Spacing.Isotropic(1.75)),
            new(0, 24, 16, new(96, 24, 24))
        );
        var whole = new ProceduralHead((ulong)seed, 1.75).Sample(grid);
        foreach (var first in new[] { 1, 2, 3, 4, 5, 6, 7 })
        {
            var box = new Box(first, 0, 0, new(grid.Size.X - first, grid.Size.Y, grid.Size.Z));
            var part = new ProceduralHead((ulong)seed, 1.75).Sample(Crop.Geometry(grid, box));
            foreach (var tissue in Enum.GetValues<Tissue>())
                part[tissue].Voxels.ShouldBe(Crop.To(whole[tissue], box).Voxels, 1e-3, $"{tissue} from column {first}");
        }
    }

    [Fact]
    public void Gives_another_head_for_another_seed()
    {
        var other = new ProceduralHead(8, 3.4).Sample(Grids.Coarse)[Tissue.GreyMatter].Voxels;
        var differing = other.Zip(Grids.Head[Tissue.GreyMatter].Voxels, (a, b) => Math.Abs(a - b) > 0.25 ? 1 : 0).Sum();
        var grey = other.Count(share => share > 0.5);
        differing.ShouldBeGreaterThan(grey / 4);
    }

    [Fact]
    public void Tissues_fill_about_what_they_do_in_BrainWebs_adult()
    {
        // BrainWeb's moderate MS model: 372, 903 and 671 ml; a head may stray by 25 %.
        var grid = SubjectSettings.Centred(new(92, 110, 92), Spacing.Isotropic(2));
        for (var seed = 1ul; seed <= 24; seed++)
        {
            var head = new ProceduralHead(seed, 2).Sample(grid);
            head.Millilitres(Tissues.Csf).ShouldBeInRange(0.75 * 372, 1.25 * 372, $"seed {seed}");
            head.Millilitres(Tissues.Grey).ShouldBeInRange(0.75 * 903, 1.25 * 903, $"seed {seed}");
            head.Millilitres(Tissue.WhiteMatter).ShouldBeInRange(0.75 * 671, 1.25 * 671, $"seed {seed}");
            head.Millilitres(Tissue.Lesion).ShouldBe(0);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sheet_fills_what_it_is_thick_whatever_the_voxels_are(double edge)
    {
        // Across the falx above the brain stem, in front and high up, where nothing else is of its kind.
        var grid = new VolumeGeometry(new(400, 1, 1), Affine.FromSpacing(new(0.05, 1, 1), new(-10 + 0.025, 20, 45)));
        var dura = new ProceduralHead(7, edge).Sample(grid)[Tissue.Connective].Voxels;
        // In the largest voxels the edge of the cortex beside it covers some.
        (dura.Sum() * 0.05).ShouldBe(0.8, 0.1);
        dura.Max().ShouldBeLessThanOrEqualTo((float)Math.Min(1, 0.8 / edge) + 0.01f);
    }

    [Fact]
    public void Brain_is_wrapped_in_bone_then_fat_then_skin_then_air()
    {
        // Walk to the left of the brain's middle, at the height of the body of the ventricles.
        var head = Grids.FineHead;
        var (y, z) = (Grids.Fine.Size.Y / 2, Grids.Fine.Size.Z / 2 + 12);
        List<Tissue> met = [];
        for (var x = Grids.Fine.Size.X / 2; x >= 0; x--)
        {
            var most = Enum.GetValues<Tissue>().MaxBy(tissue => head[tissue][x, y, z]);
            if (most is Tissue.Skull or Tissue.Fat or Tissue.Skin or Tissue.Background && !met.Contains(most))
                met.Add(most);
        }

        met.ShouldBe([Tissue.Skull, Tissue.Fat, Tissue.Skin, Tissue.Background]);
    }

    [Fact]
    public void Cortex_folds()
    {
        // High in the brain an unfolded slice has fluid at its rim and between the hemispheres only. Sulci are the
        // fluid
        // that has grey matter within 4 mm on both sides, left and right, away from the midline.
        var (grey, csf) = (Grids.FineHead[Tissue.GreyMatter], Grids.FineHead[Tissue.Csf]);
        var size = Grids.Fine.Size;
        var sulcal = 0;
        for (var z = size.Z / 2 + 10; z < size.Z / 2 + 20; z++)
        for (var y = 2; y < size.Y - 2; y++)
        for (var x = 2; x < size.X - 2; x++)
            if (
                Math.Abs(x - size.X / 2) > 6
                && csf[x, y, z] > 0.4
                && grey[x - 2, y, z] > 0.5
                && grey[x + 2, y, z] > 0.5
            )
                sulcal++;
        sulcal.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Lies_in_world_space_whatever_the_orientation_of_the_grid()
    {
        var ras = Grids.Coarse;
        var last = ras.Size.X - 1;
        var flipped = new VolumeGeometry(
            ras.Size,
            ras.Affine.Compose(Affine.FromColumns(new(-1, 0, 0), new(0, 1, 0), new(0, 0, 1), new(last, 0, 0)))
        );
        var head = new ProceduralHead(7, 3.4).Sample(flipped);
        for (var x = 0; x <= last; x++)
            head[Tissue.WhiteMatter][x, 30, 25].ShouldBe(Grids.Head[Tissue.WhiteMatter][last - x, 30, 25], 1e-3);
        head[Tissue.WhiteMatter].Row(30, 25).ToArray().Max().ShouldBeGreaterThan(0.9f);
    }

    [Fact]
    public void Measures_the_distance_from_the_lateral_ventricles()
    {
        var distance = Grids.FineHead.VentricleDistance.Voxels;
        var inside = Enumerable.Range(0, distance.Length).Where(i => distance[i] < -2.5).ToList();
        (inside.Count * Grids.Fine.VoxelVolume / 1000).ShouldBeInRange(3, 80);
        // The third ventricle opens into them.
        var fluid = Grids.FineHead.Sum(Tissues.Csf).Voxels;
        foreach (var i in inside)
            fluid[i].ShouldBeGreaterThan(0.9f);
    }
}
