using Concord.Imaging.Geometry;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Inference;

public sealed class SlidingWindowTests
{
    /// <summary>Two classes, the score of the second being the intensity: what a voxel gets depends on it alone.</summary>
    private sealed class Pointwise() : nn.Module<Tensor, Tensor>(nameof(Pointwise))
    {
        public int LargestTile { get; private set; }

        public override Tensor forward(Tensor input)
        {
            LargestTile = Math.Max(LargestTile, (int)input.numel());
            return cat([zeros_like(input), input], 1);
        }
    }

    [Theory]
    [InlineData(21, 17, 30, 8, 0.25)]
    [InlineData(8, 8, 8, 8, 0.5)]
    [InlineData(5, 33, 9, 16, 0.0)]
    [InlineData(40, 3, 25, 8, 0.9)]
    public void Gives_every_voxel_what_the_network_gives_it_whatever_the_tiles(
        int x,
        int y,
        int z,
        int tile,
        double overlap
    )
    {
        var geometry = new VolumeGeometry(new(x, y, z), Affine.FromSpacing(Spacing.Isotropic(1)));
        var voxels = Enumerable.Range(0, x * y * z).Select(i => (Half)(i * 37 % 101 / 25f - 2)).ToArray();
        var image = new PreparedImage("s", new WorkingGrid(geometry, geometry.Spacing, mask: null), [voxels]);
        var model = new ModelDescription
        {
            Classes = ["background", "gm"],
            Sequences = ["T1"],
            Spacing = [1, 1, 1],
            IsMasked = false,
            Network = new() { Levels = 3 },
            Strategy = "ace",
            Precision = "float32",
            Tile = [tile, tile, tile],
            Overlap = overlap,
        };
        using var network = new Pointwise();
        var found = new List<float>();
        new SlidingWindow(network, model, CPU).Run(
            image,
            (first, planes) =>
            {
                first.ShouldBe(found.Count / (x * y));
                planes.sum([0L]).sub(1).abs().max().item<float>().ShouldBeLessThan(1e-5f);
                found.AddRange(planes[1].contiguous().data<float>().ToArray());
            }
        );
        found.Count.ShouldBe(voxels.Length);
        for (var i = 0; i < voxels.Length; i++)
            found[i].ShouldBe(1 / (1 + MathF.Exp(-(float)voxels[i])), 1e-4f, $"voxel {i}");
        network.LargestTile.ShouldBeLessThanOrEqualTo(tile * tile * tile);
    }
}
