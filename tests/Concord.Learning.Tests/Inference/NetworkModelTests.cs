using Concord.Imaging.Geometry;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;
using Concord.Learning.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Inference;

public sealed class NetworkModelTests
{
    private const int Side = 104;

    private sealed class CountsTiles() : nn.Module<Tensor, Tensor>(nameof(CountsTiles))
    {
        public int Tiles { get; private set; }

        public override Tensor forward(Tensor input)
        {
            Tiles++;
            return cat([input, input], 1);
        }
    }

    // Maps in float32 are twice as large: a model that is told so takes more tiles for the same volume.
    [Theory]
    [InlineData(Precision.BFloat16, true)]
    [InlineData(Precision.Float32, false)]
    public void Chooses_tiles_by_its_own_precision(Precision precision, bool isOneTile)
    {
        var geometry = new VolumeGeometry(new(Side, Side, Side), Affine.FromSpacing(Spacing.Isotropic(1)));
        var image = new PreparedImage(
            "scan",
            new(geometry, geometry.Spacing, mask: null),
            [new Half[geometry.Size.Voxels]]
        );
        var description = TwoClasses.Model(new(), overlap: 0);
        using var network = new CountsTiles();
        using var model = new NetworkModel(description, network, CPU, isOwner: false, precision);
        model.Classify(image, skipsAir: false);
        (network.Tiles == 1).ShouldBe(isOneTile);
    }
}
