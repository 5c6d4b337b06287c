using Concord.Imaging.Geometry;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;
using Concord.Learning.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Inference;

public sealed class SlidingWindowTests
{
    /// <summary>Two classes, the score of the second being the intensity: what a voxel gets depends on it alone.</summary>
    private sealed class Pointwise() : nn.Module<Tensor, Tensor>(nameof(Pointwise))
    {
        public int LargestTile { get; private set; }

        public long Voxels { get; private set; }

        public override Tensor forward(Tensor input)
        {
            Voxels += input.numel();
            LargestTile = Math.Max(LargestTile, (int)input.numel());
            return cat([zeros_like(input), input], 1);
        }
    }

    private static ModelDescription Model(int[]? tile, double overlap, bool isMasked = false) =>
        TwoClasses.Model(new() { Levels = 3 }, overlap, tile, isMasked);

    [Theory]
    [InlineData(21, 17, 30, 8, 0.25)]
    [InlineData(8, 8, 8, 8, 0.5)]
    [InlineData(5, 33, 9, 16, 0.0)]
    [InlineData(40, 3, 25, 8, 0.9)]
    // Three planes of two classes at a time, and one.
    [InlineData(21, 17, 30, 16, 0.25, 3 * 2 * 21 * 17)]
    [InlineData(21, 17, 30, 8, 0.25, 1)]
    public void Gives_every_voxel_what_the_network_gives_it_whatever_the_tiles(
        int x,
        int y,
        int z,
        int tile,
        double overlap,
        double scoresAtOnce = 1e9
    )
    {
        var geometry = new VolumeGeometry(new(x, y, z), Affine.FromSpacing(Spacing.Isotropic(1)));
        var voxels = Enumerable.Range(0, x * y * z).Select(i => (Half)(i * 37 % 101 / 25f - 2)).ToArray();
        var image = new PreparedImage("s", new WorkingGrid(geometry, geometry.Spacing, mask: null), [voxels]);
        var model = Model([tile, tile, tile], overlap);
        using var network = new Pointwise();
        var found = new List<float>();
        new SlidingWindow(network, model, CPU, Precision.Float32) { ScoresAtOnce = scoresAtOnce }.Run(
            image,
            (first, planes) =>
            {
                first.ShouldBe(found.Count / (x * y));
                planes.sum([0L]).sub(1).abs().max().item<float>().ShouldBeLessThan(1e-5f);
                planes.shape[1].ShouldBeLessThanOrEqualTo(Math.Max(1, (long)(scoresAtOnce / (2 * x * y))));
                found.AddRange(planes[1].contiguous().data<float>().ToArray());
            }
        );
        found.Count.ShouldBe(voxels.Length);
        for (var i = 0; i < voxels.Length; i++)
            found[i].ShouldBe(1 / (1 + MathF.Exp(-(float)voxels[i])), 1e-4f, $"voxel {i}");
        network.LargestTile.ShouldBeLessThanOrEqualTo(tile * tile * tile);
    }

    // A cube of tissue in air that is a little noisy: only what is near it goes through the network.
    [Theory]
    [InlineData(null)]
    [InlineData(16)]
    public void Air_is_background_without_a_look(int? tile)
    {
        const int Side = 96;
        var geometry = new VolumeGeometry(new(Side, Side, Side), Affine.FromSpacing(Spacing.Isotropic(1)));
        bool IsTissue(int i) =>
            i % Side is >= 48 and < 64 && i / Side % Side is >= 40 and < 56 && i / (Side * Side) is >= 8 and < 24;
        var voxels = Enumerable
            .Range(0, Side * Side * Side)
            .Select(i => (Half)(IsTissue(i) ? 1f : -3.9f + i * 37 % 101 / 500f))
            .ToArray();
        var image = new PreparedImage("s", new WorkingGrid(geometry, geometry.Spacing, mask: null), [voxels]);
        var model = Model(tile is { } side ? [side, side, side] : null, 0.25);
        using var network = new Pointwise();
        var planes = 0;
        new SlidingWindow(network, model, CPU, Precision.Float32).Run(
            image,
            (first, scores) =>
            {
                first.ShouldBe(planes);
                planes += (int)scores.shape[1];
                scores.sum([0L]).sub(1).abs().max().item<float>().ShouldBeLessThan(1e-5f);
                var gm = scores[1].contiguous().data<float>().ToArray();
                for (var i = 0; i < gm.Length; i++)
                    if (IsTissue(first * Side * Side + i))
                        gm[i].ShouldBe(1 / (1 + MathF.Exp(-1)), 1e-4f);
                    else
                        gm[i].ShouldBeLessThan(0.03f);
                // Far from the cube not even the network's doubt is left.
                gm[0].ShouldBe(0);
            }
        );
        planes.ShouldBe(Side);
        // 16 voxels of tissue and 16 around them on each side, of which below there are 8 only; tiles may reach beyond.
        ((double)network.Voxels).ShouldBeInRange(16 * 16 * 16, (tile is null ? 1.0 : 2.5) * 48 * 48 * 40);
    }

    // A thin mask has no block that is bright on average; and who asks for no skipping gets none.
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void What_lies_in_a_mask_or_is_asked_for_is_looked_at(bool isMasked, bool skipsAir)
    {
        var geometry = new VolumeGeometry(new(40, 40, 40), Affine.FromSpacing(Spacing.Isotropic(1)));
        var mask = new Imaging.Volume<byte>(geometry);
        var voxels = new Half[mask.Voxels.Length];
        Array.Fill(voxels, (Half)(-5f));
        for (var x = 10; x < 30; x++)
        {
            mask[x, 20, 20] = 1;
            voxels[x + 40 * (20 + 40 * 20)] = (Half)1f;
        }

        var image = new PreparedImage(
            "s",
            new WorkingGrid(geometry, geometry.Spacing, mask: null),
            [voxels],
            isMasked ? mask.Voxels : default
        );
        var model = Model([16, 16, 16], 0.25, isMasked);
        using var network = new Pointwise();
        var gm = new List<float>();
        new SlidingWindow(network, model, CPU, Precision.Float32).Run(
            image,
            (_, scores) => gm.AddRange(scores[1].contiguous().data<float>().ToArray()),
            skipsAir
        );
        network.Voxels.ShouldBeGreaterThanOrEqualTo(40 * 40 * 40);
        for (var i = 0; i < voxels.Length; i++)
            gm[i].ShouldBe(1 / (1 + MathF.Exp(-(float)voxels[i])), 1e-4f);
    }

    /// <summary>Three scores of two heads, of which the tile's own mean decides: neighbouring tiles disagree.</summary>
    private sealed class OfTheTile() : nn.Module<Tensor, Tensor>(nameof(OfTheTile))
    {
        public override Tensor forward(Tensor input)
        {
            var mean = input.mean() * 3;
            return cat([input * 0 - mean, input * 0 + mean, input * 0 + 1, input * 0 - mean], 1);
        }
    }

    // Products of averages, not averages of products: docs/decisions/0010.
    [Fact]
    public void Heads_are_multiplied_once_tiles_are_averaged()
    {
        var geometry = new VolumeGeometry(new(24, 8, 8), Affine.FromSpacing(Spacing.Isotropic(1)));
        var voxels = Enumerable.Range(0, 24 * 64).Select(i => (Half)(i % 24 / 6f - 2)).ToArray();
        var image = new PreparedImage("s", new WorkingGrid(geometry, geometry.Spacing, mask: null), [voxels]);
        var model = new ModelDescription
        {
            Classes = ["background", "gm", "wmh"],
            Sequences = ["T1"],
            Preparation = TwoClasses.Preparation(),
            Network = new() { Levels = 3 },
            Strategy = "selective-ce",
            Precision = "float32",
            Tile = [8, 8, 8],
            Overlap = 0.5,
            Heads = [new("tissue", ["background", "gm"]), new("lesions", ["not [wmh]", "wmh"])],
        };
        using var network = new OfTheTile();
        var found = new float[24, 3];
        new SlidingWindow(network, model, CPU, Precision.Float32).Run(
            image,
            (first, planes) =>
            {
                for (var x = 0; x < 24; x++)
                for (var c = 0; c < 3; c++)
                    found[x, c] = planes[c, 0, 0, x].item<float>();
            }
        );
        var plan = new TilePlan(0, 24, 8, 4, model.Network.Stride, volume: 24);
        plan.Starts.Length.ShouldBeGreaterThan(2);
        for (var x = 0; x < 24; x++)
        {
            double[] channels = new double[4];
            var sum = 0.0;
            foreach (var start in plan.Starts.Where(s => s <= x && x < s + plan.Tile))
            {
                var mean = 3 * Enumerable.Range(start, plan.Tile).Average(i => (double)(Half)(i / 6f - 2));
                var gm = 1 / (1 + Math.Exp(-2 * mean));
                var wmh = 1 / (1 + Math.Exp(1 + mean));
                var weight = (double)plan.Weights[x - start];
                double[] says = [1 - gm, gm, 1 - wmh, wmh];
                for (var k = 0; k < 4; k++)
                    channels[k] += weight * says[k];
                sum += weight;
            }

            for (var k = 0; k < 4; k++)
                channels[k] /= sum;
            var best = Math.Max(channels[0], channels[1]);
            ((double)found[x, 0]).ShouldBe(channels[0] * channels[2], 1e-4);
            ((double)found[x, 1]).ShouldBe(channels[1] * channels[2], 1e-4);
            ((double)found[x, 2]).ShouldBe(best * channels[3], 1e-4);
        }
    }
}
