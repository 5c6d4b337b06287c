using Concord.Imaging.Spatial;
using Concord.Learning.Heads;
using Concord.Learning.Preprocessing;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Learning.Inference;

/// <summary>
/// Runs a network over a volume in overlapping tiles whose class probabilities are averaged with Gaussian weights. Only a
/// slab one tile deep is accumulated; finished planes leave it at once. Air, outside the box around what the scan holds and
/// in tiles that touch none of it, is background without a look (<see cref="Foreground"/>).
/// </summary>
public sealed class SlidingWindow(nn.Module<Tensor, Tensor> network, ModelDescription model, Device device)
{
    private readonly HeadLayout _layout = model.Layout();

    /// <summary>Takes finished planes.</summary>
    /// <param name="z">The first plane.</param>
    /// <param name="scores">[class, plane, y, x], float32, on the CPU: see <see cref="HeadLayout.ToClasses"/>.</param>
    public delegate void PlaneSink(int z, Tensor scores);

    /// <summary>Predicts a volume.</summary>
    /// <param name="image">What the network sees.</param>
    /// <param name="sink">Takes the planes in ascending order.</param>
    /// <param name="skipsAir">
    /// False to ask the network everywhere: where its answer is weighed against others', silence must not count as certainty.
    /// </param>
    /// <param name="progress">Told the finished part after every tile.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    public void Run(
        PreparedImage image,
        PlaneSink sink,
        bool skipsAir = true,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        network.eval();
        using var noGradient = inference_mode();
        using var outer = NewDisposeScope();
        var size = image.Size;
        // A mask has cut air off already.
        var foreground = skipsAir && image.Mask.IsEmpty ? new Foreground(image) : null;
        var content = foreground?.Box ?? new Box(0, 0, 0, size);
        var tiling = Tiling.Of(content, size, model, _layout.Channels);
        var (planX, planY, planZ) = (tiling.X, tiling.Y, tiling.Z);
        var weights = tensor(planZ.Weights).view(-1, 1, 1) * tensor(planY.Weights).view(-1, 1) * tensor(planX.Weights);
        // Channels, and last how much weight a voxel has got.
        var slab = zeros(_layout.Channels + 1, planZ.Tile, Math.Max(size.Y, planY.End), Math.Max(size.X, planX.End));
        var done = 0;
        EmitAir(0, planZ.Starts[0]);
        for (var i = 0; i < planZ.Starts.Length; i++)
        {
            var z = planZ.Starts[i];
            foreach (var y in planY.Starts)
            foreach (var x in planX.Starts)
            {
                cancellation.ThrowIfCancellationRequested();
                var tile = new Box(x, y, z, new(planX.Tile, planY.Tile, planZ.Tile));
                if (foreground?.Touches(tile) != false)
                    Add(image, tile, weights, slab);
                progress?.Report((double)++done / tiling.Count);
            }

            var isLast = i + 1 == planZ.Starts.Length;
            var next = isLast ? Math.Min(size.Z, planZ.End) : planZ.Starts[i + 1];
            Emit(slab, z, next, size, sink);
            if (!isLast)
                Shift(slab, next - z);
        }

        EmitAir(planZ.End, size.Z);

        void EmitAir(int from, int to)
        {
            if (from >= to)
                return;
            using var scope = NewDisposeScope();
            sink(from, Air(zeros(_layout.Space.Count, to - from, size.Y, size.X), ones(1, 1, 1, 1, ScalarType.Bool)));
        }
    }

    private void Add(PreparedImage image, Box tile, Tensor weights, Tensor slab)
    {
        using var scope = NewDisposeScope();
        var output = _layout.ToProbabilities(network.call(Cut(image, tile).to(device))).cpu().squeeze(0);
        var here = slab.narrow(2, tile.Y, tile.Size.Y).narrow(3, tile.X, tile.Size.X);
        here.narrow(0, 0, _layout.Channels).addcmul_(output, weights, 1);
        here.narrow(0, _layout.Channels, 1).add_(weights);
    }

    private void Emit(Tensor slab, int from, int to, Imaging.Geometry.GridSize size, PlaneSink sink)
    {
        using var scope = NewDisposeScope();
        var inside = slab.narrow(1, 0, to - from).narrow(2, 0, size.Y).narrow(3, 0, size.X);
        var sums = inside.narrow(0, _layout.Channels, 1);
        // Fused after tiles are averaged: what tiles say of a label can be averaged, products can't.
        var means = inside.narrow(0, 0, _layout.Channels) / sums.clamp_min(float.Epsilon);
        sink(from, Air(_layout.ToClasses(means.unsqueeze(0)).squeeze(0), sums.eq(0)));
    }

    // Where no tile was, nothing is: background for certain.
    private static Tensor Air(Tensor scores, Tensor isAir)
    {
        scores.masked_fill_(isAir, 0);
        scores.narrow(0, 0, 1).masked_fill_(isAir, 1);
        return scores;
    }

    // Moves what is unfinished to the front.
    private static void Shift(Tensor slab, int planes)
    {
        using var scope = NewDisposeScope();
        var rest = slab.shape[1] - planes;
        slab.narrow(1, 0, rest).copy_(slab.narrow(1, planes, rest).clone());
        slab.narrow(1, rest, planes).zero_();
    }

    private static Tensor Cut(PreparedImage image, Box tile)
    {
        var (size, (width, height, depth)) = (image.Size, (tile.Size.X, tile.Size.Y, tile.Size.Z));
        var voxels = new float[image.Channels.Count * width * height * depth];
        voxels.AsSpan().Fill(IntensityNormalization.Outside);
        var count = Math.Min(width, size.X - tile.X);
        for (var c = 0; c < image.Channels.Count; c++)
        for (var k = 0; k < Math.Min(depth, size.Z - tile.Z); k++)
        for (var j = 0; j < Math.Min(height, size.Y - tile.Y); j++)
        {
            var row = tile.X + size.X * (tile.Y + j + size.Y * (tile.Z + k));
            var target = voxels.AsSpan(((c * depth + k) * height + j) * width, count);
            TensorPrimitives.ConvertToSingle(image.Channels[c].Span.Slice(row, count), target);
        }

        return tensor(voxels, [1, image.Channels.Count, depth, height, width]);
    }
}
