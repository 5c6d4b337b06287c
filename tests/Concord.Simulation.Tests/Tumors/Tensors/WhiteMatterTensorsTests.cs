using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Tensors;

namespace Concord.Simulation.Tests.Tumors.Tensors;

public sealed class WhiteMatterTensorsTests
{
    private static readonly GridSize Size = new(31, 30, 29);

    [Fact]
    public void Have_trace_3_and_stay_within_the_largest_ratio_in_a_whole_head()
    {
        var head = Grids.Head;
        var settings = new WhiteMatterTensorSettings
        {
            LargestRatio = 4,
            LargestAnisotropy = 1,
            Isotropy = 1e-5,
        };
        var tensors = WhiteMatterTensors.Make(
            head[Tissue.WhiteMatter],
            head[Tissue.GreyMatter],
            head.VentricleDistance,
            settings
        );
        var largest = 0.0;
        for (var i = 0; i < head.Geometry.Size.Voxels; i++)
        {
            var e = TensorExtensions.Eigenvalues(tensors.Get(i));
            e.Sum().ShouldBe(3, 1e-5);
            largest = Math.Max(largest, e[2] / e[0]);
        }

        largest.ShouldBeInRange(3.5, 4.001);
        DiffusionTensorCheck
            .NotPositiveDefinite(tensors, Grids.Make(head.Geometry.Size, (_, _, _) => (byte)1))
            .ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_bundle_conducts_along_itself(int axis)
    {
        int[] middle = [15, 15, 14];
        var tensors = Make(
            (x, y, z) =>
            {
                int[] from = [x - 15, y - 15, z - 14];
                from[axis] = 0;
                return Math.Sqrt(from.Sum(d => d * d)) < 5 ? 1 : 0;
            },
            (_, _, _) => 50
        );
        var t = tensors.Get(tensors.XX.Index(middle[0], middle[1], middle[2]));
        for (var other = 0; other < 3; other++)
            if (other != axis)
                t[axis].ShouldBeGreaterThan(1.5 * t[other]);
    }

    [Fact]
    public void Fibres_run_around_the_ventricles_and_across_rather_than_to_the_front()
    {
        // Nothing but white matter, and a ventricle along y at x = 5: away from it is x.
        var t = Make((_, _, _) => 1, (x, _, _) => x - 5).Get(15 + 31 * (15 + 30 * 15));
        t[0].ShouldBeLessThan(t[1]);
        t[1].ShouldBeLessThan(t[2]);
        t.Skip(3).ShouldAllBe(v => Math.Abs(v) < 1e-5);
    }

    [Fact]
    public void Diffusion_is_isotropic_in_grey_matter_and_turns_anisotropic_with_depth()
    {
        var tensors = Make((x, _, _) => x < 20 ? 1 : 0, (_, y, _) => y);
        double Anisotropy(int x)
        {
            var e = TensorExtensions.Eigenvalues(tensors.Get(x + 31 * (15 + 30 * 15)));
            return e[2] / e[0] - 1;
        }

        Anisotropy(22).ShouldBe(0, 1e-6);
        Anisotropy(19).ShouldBeInRange(0.001, 0.3);
        for (var x = 19; x > 17; x--)
            Anisotropy(x - 1).ShouldBeGreaterThan(Anisotropy(x));
        Anisotropy(10).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Are_the_same_on_any_number_of_threads()
    {
        TensorField Of(int threads) =>
            WhiteMatterTensors.Make(
                Grids.Head[Tissue.WhiteMatter],
                Grids.Head[Tissue.GreyMatter],
                Grids.Head.VentricleDistance,
                new(),
                threads
            );
        var (one, many) = (Of(1), Of(3));
        many.XX.Voxels.ShouldBe(one.XX.Voxels);
        many.YZ.Voxels.ShouldBe(one.YZ.Voxels);
    }

    [Fact]
    public void Refuses_an_oblique_grid_and_a_ratio_of_1()
    {
        var image = new Volume<float>(SubjectSettings.Centred(new(5, 5, 5), new(1, 1, 2)));
        Should.Throw<ArgumentException>(() => WhiteMatterTensors.Make(image, image, image, new()));
        var cube = new Volume<float>(SubjectSettings.Centred(new(5, 5, 5), Spacing.Isotropic(1)));
        Should.Throw<ArgumentException>(() => WhiteMatterTensors.Make(cube, cube, cube, new() { LargestRatio = 1 }));
    }

    // White matter, grey matter all around it.
    // As in label maps that have none, and about a small tumour that is far from them.
    [Fact]
    public void Ventricles_that_are_not_there_give_no_direction()
    {
        Func<int, int, int, double> white = (x, y, _) => Math.Abs(x - 15) + Math.Abs(y - 15) < 6 ? 1 : 0;
        var without = Make(white, (_, _, _) => double.PositiveInfinity);
        var even = Make(white, (_, _, _) => 50);
        without.XX.Voxels.ShouldBe(even.XX.Voxels);
        without.YZ.Voxels.ShouldBe(even.YZ.Voxels);
        without.XX.Voxels.ShouldAllBe(v => float.IsFinite(v));
    }

    private static TensorField Make(Func<int, int, int, double> white, Func<int, int, int, double> ventricles) =>
        WhiteMatterTensors.Make(
            Grids.Make(Size, (x, y, z) => (float)white(x, y, z)),
            Grids.Make(Size, (x, y, z) => (float)(1 - white(x, y, z))),
            Grids.Make(Size, (x, y, z) => (float)ventricles(x, y, z)),
            new()
        );
}
