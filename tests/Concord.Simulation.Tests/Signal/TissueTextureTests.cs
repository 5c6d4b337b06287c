using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Signal;

namespace Concord.Simulation.Tests.Signal;

public sealed class TissueTextureTests
{
    private static readonly VolumeGeometry Grid = SubjectSettings.Centred(new(20, 20, 20), Spacing.Isotropic(5));

    [Theory]
    [InlineData(Tissue.WhiteMatter, 3.6)]
    [InlineData(Tissue.GreyMatter, 6)]
    [InlineData(Tissue.Csf, 3.6)]
    [InlineData(Tissue.Edema, 8)]
    [InlineData(Tissue.Muscle, 8)]
    public void Spreads_about_zero_as_much_as_was_asked_for(Tissue tissue, double percent)
    {
        var (times, density) = (new List<double>(), new List<double>());
        for (var seed = 0UL; seed < 12; seed++)
        {
            var (t, d) = Fields(TissueTexture.Make(4, seed), tissue);
            times.AddRange(t.Select(v => (double)v));
            density.AddRange(d.Select(v => (double)v));
        }

        // A dozen draws of a dozen waves.
        Math.Abs(times.Average()).ShouldBeLessThan(0.0025 * percent);
        Math.Sqrt(times.Average(t => t * t)).ShouldBe(percent / 100, 0.1 * percent / 100);
        // 0.3 of each of two fields: sqrt(0.18) of the times.
        Math.Sqrt(density.Average(d => d * d)).ShouldBe(0.424 * percent / 100, 0.1 * percent / 100);
        density.Zip(times, (d, t) => d * t).Average().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Tissues_of_a_kind_share_it_and_others_have_their_own()
    {
        var texture = TissueTexture.Make(4, 2);
        Fields(texture, Tissue.Lesion).Times.ShouldBe(Fields(texture, Tissue.WhiteMatter).Times);
        Fields(texture, Tissue.GreyMatter).Times.ShouldNotBe(Fields(texture, Tissue.WhiteMatter).Times);
        texture.KindOf(Tissue.Lesion).ShouldBeSameAs(texture.KindOf(Tissue.WhiteMatter));
        texture.KindOf(Tissue.Skull).ShouldBeNull();
        TissueTexture.None.KindOf(Tissue.WhiteMatter).ShouldBeNull();
        TissueTexture.Make(0, 2).KindOf(Tissue.WhiteMatter).ShouldBeNull();
        Fields(TissueTexture.Make(4, 3), Tissue.Lesion).Times.ShouldNotBe(Fields(texture, Tissue.Lesion).Times);
        Should.Throw<ArgumentOutOfRangeException>(() => TissueTexture.Make(21, 1));
    }

    [Fact]
    public void All_sequences_share_it_with_the_right_sign()
    {
        var white = new HeadAnatomy(Grid, [Tissue.WhiteMatter]);
        Array.Fill(white[Tissue.WhiteMatter].Voxels, 1);
        var model = SignalModel.OfSubject(FieldStrength.Tesla1Point5, 0, 4, 3);
        var sequences = SiteCatalog.Find("A").Sequences;
        string[] names = ["T1", "MPRAGE", "T2", "FLAIR", "PD"];
        var images = model
            .Render(white, [.. names.Select(n => (sequences[n], 1000.0))])
            .Select(image => image.Voxels)
            .ToArray();
        // Longer T1 is darker in T1; the longer T2 beside it brighter in T2 and FLAIR.
        Correlation(images[0], images[1]).ShouldBeGreaterThan(0.8);
        Correlation(images[2], images[3]).ShouldBeGreaterThan(0.95);
        Correlation(images[0], images[2]).ShouldBeLessThan(-0.6);
        Correlation(images[1], images[3]).ShouldBeLessThan(-0.6);
        // Around what an even tissue gives.
        for (var i = 0; i < names.Length; i++)
        {
            var even = 1000 * model.Signal(sequences[names[i]], Tissue.WhiteMatter);
            images[i].Average().ShouldBe((float)even, (float)(0.03 * even));
        }
    }

    [Fact]
    public void Signal_changes_as_that_of_a_tissue_with_other_times()
    {
        // Without density, small changes: compare with the sequence's own signal of the changed tissue.
        var white = new HeadAnatomy(Grid, [Tissue.WhiteMatter]);
        Array.Fill(white[Tissue.WhiteMatter].Voxels, 1);
        var model = SignalModel.OfSubject(FieldStrength.Tesla3, 0, 4, 3);
        var sequence = SiteCatalog.Find("B").Sequences["MPRAGE"];
        var image = model.Render(white, [(sequence, 1000)])[0].Voxels;
        // The texture's seed is the stream's next number after the tissues' deviates.
        var random = new Imaging.Random64(3, 0x54495353);
        foreach (var tissue in Enum.GetValues<Tissue>())
            TissueParameters.Of(tissue, FieldStrength.Tesla3).Vary(ref random, 0);
        var (times, density) = Fields(TissueTexture.Make(4, random.NextUInt64()), Tissue.WhiteMatter);
        var p = model[Tissue.WhiteMatter];
        for (var i = 0; i < image.Length; i += 37)
        {
            var longer = 1.0 + times[i];
            var changed = new TissueParameters(
                p.T1 * longer,
                p.T2 * longer,
                p.T2Star * longer,
                p.ProtonDensity * (1 + density[i])
            );
            var expected = 1000 * sequence.Signal(changed);
            image[i].ShouldBe((float)expected, (float)(0.02 * expected));
        }
    }

    private static (float[] Times, float[] Density) Fields(TissueTexture texture, Tissue tissue)
    {
        var (all, points) = ((Times: new List<float>(), Density: new List<float>()), new PointRow(Grid.Size.X));
        var (times, density) = (new float[points.X.Length], new float[points.X.Length]);
        for (var z = 0; z < Grid.Size.Z; z++)
        for (var y = 0; y < Grid.Size.Y; y++)
        {
            points.Set(Grid.Affine, 0, y, z);
            texture.Fill(tissue, points, 0..points.X.Length, times, density);
            all.Times.AddRange(times.AsSpan(0, Grid.Size.X));
            all.Density.AddRange(density.AsSpan(0, Grid.Size.X));
        }

        return ([.. all.Times], [.. all.Density]);
    }

    private static double Correlation(float[] a, float[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        double Product(float[] c, float meanC, float[] d, float meanD) =>
            c.Zip(d, (x, y) => (double)(x - meanC) * (y - meanD)).Sum();
        return Product(a, meanA, b, meanB) / Math.Sqrt(Product(a, meanA, a, meanA) * Product(b, meanB, b, meanB));
    }
}
