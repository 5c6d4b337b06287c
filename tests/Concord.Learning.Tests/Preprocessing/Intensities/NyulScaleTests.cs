using Concord.Imaging;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Tests.Preprocessing.Intensities;

public sealed class NyulScaleTests
{
    private static readonly NyulScale Scale = new();
    private static readonly int[] Percents = [1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99];

    [Fact]
    public void Landmarks_land_on_the_standard()
    {
        var head = Images.Head(3);
        var mask = Images.MaskOf(head);
        double[] standard = [-2, -1.6, -1, -0.9, -0.5, 0, 0, 0.4, 1, 1.1, 2];
        var result = Scale.Apply(head, mask, "t1", standard).Voxels;
        var region = Enumerable.Range(0, result.Length).Where(i => mask.Voxels[i] == 1);
        var sorted = region.OrderBy(i => head.Voxels[i]).Select(i => result[i]).ToList();
        foreach (var (percent, expected) in Percents.Zip(standard))
            ((double)sorted[(int)Math.Round(percent / 100.0 * (sorted.Count - 1))]).ShouldBe(expected, 1e-5);
    }

    [Fact]
    public void Goes_on_as_in_the_outer_pieces_within_8()
    {
        // 0, 1, ..., 100: landmarks are the percents themselves.
        var image = Images.Row([.. Enumerable.Range(0, 101).Select(i => (float)i), -45, 130, -9000, 9000]);
        var mask = image.With<byte>([.. Enumerable.Repeat((byte)1, 101), 0, 0, 0, 0]);
        double[] standard = [-2, -1.1, -1, -0.9, -0.5, 0, 0.1, 0.4, 1, 1.1, 2];
        var result = Scale.Apply(image, mask, "t1", standard).Voxels;
        result[0].ShouldBe(-2.1f, 1e-5);
        result[100].ShouldBe(2.1f, 1e-5);
        result[35].ShouldBe(-0.7f, 1e-5);
        // Not masked, a region of the same percents: all that is brighter than the mean.
        var bright = Images.Row([
            .. Enumerable.Repeat(-9000f, 3),
            .. Enumerable.Range(0, 101).Select(i => (float)i),
            -45,
        ]);
        result = Scale.Apply(bright, null, "t1", standard).Voxels;
        result[0].ShouldBe(-8);
        result[3 + 35].ShouldBe(-0.7f, 0.1);
        result[^1].ShouldBeInRange(-8, -3);
    }

    // The reason for the method: scanners differ by curves, not by gain alone.
    [Fact]
    public void Images_that_are_remapped_become_nearly_equal()
    {
        var (head, other) = (Images.Head(3, 20_000), Images.Head(4, 20_000));
        Func<float, float>[] scanners =
        [
            v => v,
            v => 7 * v + 300,
            v => 40 * MathF.Sqrt(v + 60),
            v => v * v / 9 + 20 * v,
        ];
        var mask = Images.MaskOf(head);
        var images = Array.ConvertAll(scanners, f => head.With(Array.ConvertAll(head.Voxels, v => f(v))));
        var standard = Scale.Learn([
            .. images.Select(i => Scale.Measure(i, mask, "t")),
            Scale.Measure(other, null, "t"),
        ]);
        var inside = Enumerable.Range(0, head.Voxels.Length).Where(i => mask.Voxels[i] == 1 && i % 211 != 0).ToList();
        var results = Array.ConvertAll(images, i => Scale.Apply(i, mask, "t", standard).Voxels);
        var zScores = Array.ConvertAll(images, i => new ZScoreScale().Apply(i, mask, "t").Voxels);
        double Apart(float[][] all) =>
            all.Skip(1).Max(r => Math.Sqrt(inside.Average(i => Math.Pow(r[i] - all[0][i], 2))));
        Apart(results).ShouldBeLessThan(0.03);
        // By gain and offset alone they don't.
        Apart(zScores).ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void The_standard_is_the_mean_of_landmarks_between_the_outer_ones()
    {
        var line = Images.Row([.. Enumerable.Range(0, 101).Select(i => (float)i)]);
        var all = line.With(Array.ConvertAll(line.Voxels, _ => (byte)1));
        var square = line.With(Array.ConvertAll(line.Voxels, v => v * v));
        var standard = Scale.Learn([Scale.Measure(line, all, "a"), Scale.Measure(square, all, "b")]);
        var expected = Percents.Select(p =>
            -2 + 4 * ((p - 1) / 98.0 + (Math.Pow(p, 2) - 1) / (Math.Pow(99, 2) - 1)) / 2
        );
        standard.ShouldBe(expected, 1e-6);
        Scale.IsStandard(standard).ShouldBeTrue();
    }

    // As of a mask of labels, or of a scan that was quantised.
    [Fact]
    public void Few_grey_values_are_several_landmarks_in_one()
    {
        var values = Enumerable
            .Range(0, 1000)
            .Select(i =>
                i < 450 ? 10f
                : i < 900 ? 20
                : 30
            )
            .ToArray();
        var image = Images.Row(values);
        var mask = image.With(Array.ConvertAll(values, _ => (byte)1));
        var standard = Images.StandardOf(Scale, Images.Head(1))!;
        var result = Scale.Apply(image, mask, "a", standard).Voxels;
        // 1 to 40 %, 50 to 90 %, 99 %.
        result[0].ShouldBe((float)standard.Take(5).Average(), 1e-5);
        result[500].ShouldBe((float)standard.Skip(5).Take(5).Average(), 1e-5);
        result[950].ShouldBe(2, 1e-5);
    }

    [Theory]
    [InlineData("-2 2")]
    [InlineData("-2 -1 -1 -1 -1 -1 -1 -1 -1 -1")]
    [InlineData("-2 -1 0 -1 0 0 0 0 0 1 2")]
    [InlineData("0 0 0 0 0 0 0 0 0 0 0")]
    [InlineData("-2 -1 0 0 0 NaN 0 0 0 1 2")]
    public void Knows_what_is_no_standard(string numbers)
    {
        var given = numbers.Split(' ').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture));
        Scale.IsStandard([.. given]).ShouldBeFalse();
        Scale.IsStandard(null).ShouldBeFalse();
    }
}
