using Concord.Imaging.Spatial;
using Concord.Learning.Heads;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;
using Concord.Learning.Runtime;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Learning.Inference;

/// <summary>
/// Runs a network over a volume in overlapping tiles whose class probabilities are averaged with Gaussian weights. Only a
/// slab one tile deep is accumulated; finished planes leave it at once. Air, outside the box around what the scan holds and
/// in tiles that touch none of it, is background without a look (<see cref="Foreground"/>).
/// </summary>
/// <param name="network">Gives logits; its tiles are as the model says.</param>
/// <param name="model">What its channels are, and tiles.</param>
/// <param name="device">Where the network is.</param>
/// <param name="precision">In which it works: tiles that are chosen fit into the same memory in either.</param>
public sealed class SlidingWindow(
    nn.Module<Tensor, Tensor> network,
    ModelDescription model,
    Device device,
    Precision precision
)
{
    private readonly HeadLayout _layout = model.Layout();

    /// <summary>How many scores are given away at once, but for those of a single plane, which may be more.</summary>
    internal double ScoresAtOnce { get; init; } = 1 << 24;

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
        var foreground = skipsAir && image.Mask.IsEmpty ? new Foreground(image, model.Preparation.Scale) : null;
        var content = foreground?.Box ?? new Box(0, 0, 0, size);
        var tiling = Tiling.Of(content, size, model, _layout.Channels, precision);
        var (planX, planY, planZ) = (tiling.X, tiling.Y, tiling.Z);
        var weights = tensor(planZ.Weights).view(-1, 1, 1) * tensor(planY.Weights).view(-1, 1) * tensor(planX.Weights);
        // What tiles reach, no more. Channels, and last how much weight a voxel has got.
        var slab = zeros(_layout.Channels + 1, planZ.Tile, planY.End - planY.Starts[0], planX.End - planX.Starts[0]);
        var reach = new Box(planX.Starts[0], planY.Starts[0], 0, new((int)slab.shape[3], (int)slab.shape[2], 1));
        var done = 0;
        Emit(0, planZ.Starts[0], null);
        for (var i = 0; i < planZ.Starts.Length; i++)
        {
            var z = planZ.Starts[i];
            foreach (var y in planY.Starts)
            foreach (var x in planX.Starts)
            {
                cancellation.ThrowIfCancellationRequested();
                var tile = new Box(x, y, z, new(planX.Tile, planY.Tile, planZ.Tile));
                if (foreground?.Touches(tile) != false)
                    Add(
                        image,
                        tile,
                        weights,
                        slab.narrow(2, y - reach.Y, planY.Tile).narrow(3, x - reach.X, planX.Tile)
                    );
                progress?.Report((double)++done / tiling.Count);
            }

            var isLast = i + 1 == planZ.Starts.Length;
            var next = isLast ? Math.Min(size.Z, planZ.End) : planZ.Starts[i + 1];
            Emit(z, next, slab);
            if (!isLast)
                Shift(slab, next - z);
        }

        Emit(planZ.End, size.Z, null);

        // A few planes at a time: whoever takes them makes copies.
        void Emit(int from, int to, Tensor? sums)
        {
            var step = Math.Max(1, (int)(ScoresAtOnce / ((double)_layout.Space.Count * size.X * size.Y)));
            for (var z = from; z < to; z += step)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(step, to - z);
                // Where no tile was, nothing is: background for certain.
                var planes = zeros(_layout.Space.Count, count, size.Y, size.X);
                planes.narrow(0, 0, 1).fill_(1);
                if (sums is not null)
                    Put(sums.narrow(1, z - from, count), planes, reach);
                sink(z, planes);
            }
        }
    }

    private void Add(PreparedImage image, Box tile, Tensor weights, Tensor slab)
    {
        using var scope = NewDisposeScope();
        var output = _layout.ToProbabilities(network.call(Cut(image, tile).to(device))).cpu().squeeze(0);
        slab.narrow(0, 0, _layout.Channels).addcmul_(output, weights, 1);
        slab.narrow(0, _layout.Channels, 1).add_(weights);
    }

    // Scores of classes from sums, where a tile was.
    private void Put(Tensor sums, Tensor planes, Box reach)
    {
        var (height, width) = (planes.shape[2], planes.shape[3]);
        // A tile may reach beyond a volume that is smaller.
        var (rows, columns) = (Math.Min(reach.Size.Y, height - reach.Y), Math.Min(reach.Size.X, width - reach.X));
        var inside = sums.narrow(2, 0, rows).narrow(3, 0, columns);
        var weight = inside.narrow(0, _layout.Channels, 1);
        // Fused after tiles are averaged: what tiles say of a label can be averaged, products can't.
        var means = inside.narrow(0, 0, _layout.Channels) / weight.clamp_min(float.Epsilon);
        var scores = _layout.ToClasses(means.unsqueeze(0)).squeeze(0);
        var target = planes.narrow(2, reach.Y, rows).narrow(3, reach.X, columns);
        target.copy_(torch.where(weight.ne(0), scores, target));
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
        voxels.AsSpan().Fill(IntensityScale.Outside);
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
