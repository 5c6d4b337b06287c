using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;

namespace Concord.Imaging.Tests.Filters;

public sealed class BiasFieldCorrectionTests
{
    private static readonly VolumeGeometry Grid = new(
        new(45, 54, 46),
        Affine.FromSpacing(new(4, 4, 4), new(-88, -106, -90))
    );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Takes_a_known_field_mostly_out(bool masked)
    {
        var (head, mask) = Phantom();
        var known = Known();
        var biased = head.With(head.Voxels.Zip(known.Voxels, (v, f) => v * f).ToArray());
        var found = BiasFieldCorrection.FieldOf(biased, masked ? mask : null, "head");
        var left = head.With(found.Voxels.Zip(known.Voxels, (a, b) => a / b).ToArray());
        // A fifth of the known field's spread may be left.
        Spread(left, mask).ShouldBeLessThan(0.2 * Spread(known, mask));
        Mean(found, mask).ShouldBe(0, masked ? 1e-3 : 0.05);
    }

    // The lattice lies over all of it, and so over the head.
    [Fact]
    public void Takes_a_known_field_mostly_out_at_the_side_of_a_wide_field_of_view()
    {
        var (head, mask) = Phantom();
        var wide = new VolumeGeometry(new(90, Grid.Size.Y, Grid.Size.Z), Grid.Affine);
        var known = Resample.OntoGrid(Known(), wide, Interpolation.Nearest, 1);
        var seen = Resample.Labels(mask, wide);
        var biased = Resample.OntoGrid(head, wide, Interpolation.Nearest, 0);
        biased = biased.With(biased.Voxels.Zip(known.Voxels, (v, f) => v * f).ToArray());
        var found = BiasFieldCorrection.FieldOf(biased, seen, "head");
        var left = found.With(found.Voxels.Zip(known.Voxels, (a, b) => a / b).ToArray());
        Spread(left, seen).ShouldBeLessThan(0.2 * Spread(known, seen));
    }

    [Fact]
    public void Finds_next_to_nothing_where_there_is_nothing()
    {
        var (head, mask) = Phantom();
        var found = BiasFieldCorrection.FieldOf(head, mask, "head");
        Spread(found, mask).ShouldBeLessThan(0.02);
    }

    [Fact]
    public void Divides_by_the_field_and_leaves_the_image()
    {
        var (head, mask) = Phantom();
        var before = (float[])head.Voxels.Clone();
        var field = BiasFieldCorrection.FieldOf(head, mask, "head");
        var corrected = BiasFieldCorrection.Apply(head, mask, "head");
        corrected.Geometry.ShouldBe(head.Geometry);
        for (var i = 0; i < before.Length; i++)
            corrected.Voxels[i].ShouldBe(before[i] / field.Voxels[i]);
        head.Voxels.ShouldBe(before);
    }

    [Fact]
    public void Does_not_depend_on_the_unit()
    {
        var (biased, mask) = Biased();
        var field = BiasFieldCorrection.FieldOf(biased, mask, "head").Voxels;
        var large = biased.With(Array.ConvertAll(biased.Voxels, v => 1000 * v));
        Difference(field, BiasFieldCorrection.FieldOf(large, mask, "head").Voxels).ShouldBeLessThan(2e-3);
    }

    [Fact]
    public void Does_not_depend_on_the_order_and_direction_of_the_axes()
    {
        var (biased, mask) = Biased();
        var field = BiasFieldCorrection.FieldOf(biased, mask, "head");
        Gen.Int[0, Orientation.All.Count - 1]
            .Sample(
                n =>
                {
                    var to = Orientation.All[n];
                    var turned = BiasFieldCorrection.FieldOf(Reorient.To(biased, to), Reorient.To(mask, to), "head");
                    turned.Geometry.Orientation.ShouldBe(to);
                    Difference(field.Voxels, Reorient.Back(turned, Grid).Voxels).ShouldBeLessThan(1e-5);
                },
                iter: 6
            );
    }

    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        var (biased, mask) = Biased();
        var one = BiasFieldCorrection.FieldOf(biased, mask, "head", threads: 1).Voxels;
        one.ShouldBe(BiasFieldCorrection.FieldOf(biased, mask, "head", threads: 5).Voxels);
    }

    [Fact]
    public void Outside_the_region_the_field_stays_within_what_it_is_inside()
    {
        var (biased, mask) = Biased();
        var field = BiasFieldCorrection.FieldOf(biased, mask, "head").Voxels;
        var inside = field.Where((_, i) => mask.Voxels[i] != 0).ToList();
        field.Min().ShouldBe(inside.Min());
        field.Max().ShouldBe(inside.Max());
    }

    // A slab of a head, a row, a voxel; voxels larger than blocks.
    [Fact]
    public void Is_finite_and_above_zero_on_any_grid() =>
        Gen.Select(Some.Geometry, Gen.UInt, Gen.Bool)
            .Sample(
                (geometry, seed, masked) =>
                {
                    var image = Some.Noise(geometry, seed);
                    image.Voxels[0] = 2;
                    Volume<byte>? mask = masked ? image.With(Array.ConvertAll(image.Voxels, _ => (byte)1)) : null;
                    if (!masked && image.Voxels.Length == 1)
                        return;
                    var field = BiasFieldCorrection.FieldOf(image, mask, "noise");
                    field.Voxels.ShouldAllBe(f => f > 0 && float.IsFinite(f));
                },
                iter: 60
            );

    [Fact]
    public void One_intensity_in_the_region_comes_back_as_it_was()
    {
        var (image, mask) = Phantom();
        Array.Fill(image.Voxels, 7f);
        BiasFieldCorrection.Apply(image, mask, "flat").Voxels.ShouldBe(image.Voxels);
        var point = new Volume<byte>(Grid) { [20, 20, 20] = 1 };
        BiasFieldCorrection.FieldOf(Phantom().Head, point, "point").Voxels.ShouldAllBe(f => f == 1);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(0)]
    [InlineData(-3)]
    public void Refuses_an_image_of_one_intensity_without_a_mask(float value)
    {
        var image = new Volume<float>(Grid);
        Array.Fill(image.Voxels, value);
        var error = Should.Throw<BadInputException>(() => BiasFieldCorrection.Apply(image, null, "flat.nii"));
        error.Culprit.ShouldBe("flat.nii");
    }

    [Fact]
    public void Refuses_what_is_not_above_zero_and_an_empty_mask()
    {
        var (head, mask) = Phantom();
        var scored = head.With(Array.ConvertAll(head.Voxels, v => v - 80));
        var error = Should.Throw<BadInputException>(() => BiasFieldCorrection.Apply(scored, mask, "scored.nii"));
        error.Problem.ShouldContain("not above 0");
        Should.Throw<BadInputException>(() => BiasFieldCorrection.Apply(head, new Volume<byte>(Grid), "head.nii"));
        var other = new Volume<byte>(new(new(2, 2, 2), Affine.Identity));
        Should.Throw<ArgumentException>(() => BiasFieldCorrection.Apply(head, other, "head.nii"));
    }

    [Fact]
    public void A_few_voxels_below_zero_or_not_finite_are_left_out()
    {
        var (biased, mask) = Biased();
        var field = BiasFieldCorrection.FieldOf(biased, mask, "head").Voxels;
        var damaged = biased.With((float[])biased.Voxels.Clone());
        damaged[22, 27, 23] = float.NaN;
        damaged[20, 27, 23] = -5;
        damaged[24, 27, 23] = float.PositiveInfinity;
        Difference(field, BiasFieldCorrection.FieldOf(damaged, mask, "head").Voxels).ShouldBeLessThan(5e-3);
    }

    private static (Volume<float> Biased, Volume<byte> Mask) Biased()
    {
        var (head, mask) = Phantom();
        return (head.With(head.Voxels.Zip(Known().Voxels, (v, f) => v * f).ToArray()), mask);
    }

    // Grey and white matter in folds, and a ventricle, with noise; air is darker and noisy too.
    private static (Volume<float> Head, Volume<byte> Mask) Phantom()
    {
        var random = new Random64(11);
        var head = Some.Painted(Grid, Intensity);
        var mask = head.With(Array.ConvertAll(head.Voxels, v => (byte)(v > 0 ? 1 : 0)));
        foreach (ref var voxel in head.Voxels.AsSpan())
            voxel = (float)Math.Abs(voxel + 2 * random.NextNormal());
        return (head, mask);
    }

    private static double Intensity(Point3 p)
    {
        var radius = new Point3(p.X / 70, p.Y / 86, p.Z / 72).Length;
        if (radius > 1)
            return 0;
        if (radius < 0.2)
            return 30;
        var fold = Math.Sin(p.X / 7) * Math.Sin(p.Y / 8) * Math.Sin(p.Z / 9);
        return radius + 0.2 * fold > 0.8 ? 70 : 100;
    }

    // From about 0.75 to 1.3.
    private static Volume<float> Known() =>
        Some.Painted(Grid, p => Math.Exp(0.2 * Math.Sin(p.X / 60 + p.Y / 80 + 0.3) + 0.1 * Math.Cos(p.Z / 50)));

    private static double Mean(Volume<float> field, Volume<byte> mask) =>
        field.Voxels.Where((_, i) => mask.Voxels[i] != 0).Average(f => Math.Log(f));

    private static double Spread(Volume<float> field, Volume<byte> mask)
    {
        var mean = Mean(field, mask);
        return Math.Sqrt(
            field.Voxels.Where((_, i) => mask.Voxels[i] != 0).Average(f => Math.Pow(Math.Log(f) - mean, 2))
        );
    }

    private static double Difference(float[] a, float[] b) => a.Zip(b, (u, v) => Math.Abs(u - v)).Max();
}
