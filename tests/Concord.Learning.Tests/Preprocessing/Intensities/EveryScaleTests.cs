using Concord.Imaging;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Tests.Preprocessing.Intensities;

/// <summary>What holds for all scales.</summary>
public sealed class EveryScaleTests
{
    public static TheoryData<string> Words => [.. IntensityScales.All.Select(s => s.Word)];

    [Theory]
    [MemberData(nameof(Words))]
    public void Does_not_depend_on_gain_keeps_the_order_and_is_finite(string word)
    {
        var scale = IntensityScales.Find(word);
        var standard = Images.StandardOf(scale, Images.Head(1), Images.Head(2));
        Gen.Select(Gen.Float[0.001f, 1000], Gen.Bool, Gen.Float[-100, 400].Array[20, 300])
            .Where(t => t.Item3.Distinct().Count() > 2)
            .Sample(
                (gain, isMasked, values) =>
                {
                    var image = Images.Row(values);
                    var mask = isMasked ? image.With(Array.ConvertAll(values, v => (byte)(v > 0 ? 1 : 0))) : null;
                    var louder = image.With(Array.ConvertAll(values, v => v * gain));
                    Volume<float> result;
                    try
                    {
                        result = scale.Apply(image, mask, "a", standard);
                    }
                    catch (BadInputException)
                    {
                        // Hardly anything in a mask.
                        return;
                    }

                    result.Geometry.ShouldBeSameAs(image.Geometry);
                    result.Voxels.ShouldAllBe(v => float.IsFinite((float)(Half)v) && Math.Abs(v) <= 16);
                    var again = scale.Apply(louder, mask, "b", standard).Voxels;
                    again.ShouldBe(result.Voxels, 2e-3);
                    if (mask is not null)
                        result.Voxels.Where((_, i) => mask.Voxels[i] == 0).ShouldAllBe(v => v == -5);
                    var inside = Enumerable.Range(0, values.Length).Where(i => mask?.Voxels[i] != 0);
                    var ordered = inside.OrderBy(i => values[i]).Select(i => result.Voxels[i]).ToList();
                    ordered.Zip(ordered.Skip(1)).ShouldAllBe(p => p.First <= p.Second);
                },
                iter: 300
            );
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Images_and_regions_without_contrast_are_refused_by_name(string word)
    {
        var scale = IntensityScales.Find(word);
        var standard = Images.StandardOf(scale, Images.Head(1));
        ShouldRefuse(Images.Row(5f, 5, 5, 5), null);
        ShouldRefuse(Images.Row(0f, 0, 0, 0), null);
        ShouldRefuse(Images.Row(9f, 9, 9, 9), Images.Row<byte>(0, 1, 1, 0));
        ShouldRefuse(Images.Row(1f, 2, 3, 4), Images.Row<byte>(0, 0, 0, 0));

        void ShouldRefuse(Volume<float> image, Volume<byte>? mask)
        {
            var refusal = Should.Throw<BadInputException>(() => scale.Apply(image, mask, "flat.nii", standard));
            refusal.Culprit.ShouldBe("flat.nii");
            refusal.Message.ShouldNotContain("\n");
            if (scale is ILearntScale learnt)
                Should.Throw<BadInputException>(() => learnt.Measure(image, mask, "flat.nii"));
        }
    }

    // A scan whose air lies elsewhere on each scale: what is skipped must be air, and most air must be skipped.
    [Theory]
    [MemberData(nameof(Words))]
    public void Tells_air_from_fluid(string word)
    {
        var scale = IntensityScales.Find(word);
        var head = Images.Head(3, 20_000);
        var result = scale.Apply(head, null, "a", Images.StandardOf(scale, Images.Head(1), Images.Head(2))).Voxels;
        var air = scale.AirOf(Array.ConvertAll(result, v => (Half)v));
        result.Where((_, i) => i % 211 != 0 && i % 9 < 3).Average().ShouldBeLessThan(air);
        result.Where((_, i) => i % 211 != 0 && i % 9 == 3).Average().ShouldBeGreaterThan(air);
    }

    [Fact]
    public void Words_and_names_are_found_and_differ()
    {
        foreach (var scale in IntensityScales.All)
        {
            IntensityScales.Find(scale.Word).ShouldBeSameAs(scale);
            IntensityScales.Named(scale.Name).ShouldBeSameAs(scale);
        }

        IntensityScales.All.Select(s => s.Word).ShouldBe(["median", "zscore", "nyul"]);
        IntensityScales.Named("histogram of tomorrow").ShouldBeNull();
    }
}
