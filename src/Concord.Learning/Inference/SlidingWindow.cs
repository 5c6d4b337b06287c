using Concord.Learning.Heads;
using Concord.Learning.Preprocessing;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Learning.Inference;

/// <summary>
/// Runs a network over a volume in overlapping tiles whose class probabilities are averaged with Gaussian weights. Only a
/// slab one tile deep is accumulated; finished planes leave it at once.
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
    /// <param name="progress">Told the finished part after every tile.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    public void Run(
        PreparedImage image,
        PlaneSink sink,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        network.eval();
        using var noGradient = inference_mode();
        using var outer = NewDisposeScope();
        var size = image.Size;
        var stride = model.Network.Stride;
        var planX = new TilePlan(size.X, model.Tile[0], model.Overlap, stride);
        var planY = new TilePlan(size.Y, model.Tile[1], model.Overlap, stride);
        var planZ = new TilePlan(size.Z, model.Tile[2], model.Overlap, stride);
        var weights = tensor(planZ.Weights).view(-1, 1, 1) * tensor(planY.Weights).view(-1, 1) * tensor(planX.Weights);
        var planeSums = tensor(planY.Sums).view(-1, 1) * tensor(planX.Sums);
        var slab = zeros(_layout.Channels, planZ.Tile, planY.Sums.Length, planX.Sums.Length);
        var (done, all) = (0, planX.Starts.Length * planY.Starts.Length * planZ.Starts.Length);
        for (var i = 0; i < planZ.Starts.Length; i++)
        {
            var z = planZ.Starts[i];
            foreach (var y in planY.Starts)
            foreach (var x in planX.Starts)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var input = Cut(image, x, y, z, planX.Tile, planY.Tile, planZ.Tile).to(device);
                var output = _layout.ToProbabilities(network.call(input)).cpu().squeeze(0);
                slab.narrow(2, y, planY.Tile).narrow(3, x, planX.Tile).addcmul_(output, weights, 1);
                progress?.Report((double)++done / all);
            }

            var next = i + 1 < planZ.Starts.Length ? planZ.Starts[i + 1] : size.Z;
            Emit(slab, planeSums, planZ, z, Math.Min(next, size.Z), size, sink);
            if (next < size.Z)
                Shift(slab, next - z);
        }
    }

    private void Emit(
        Tensor slab,
        Tensor planeSums,
        TilePlan plan,
        int from,
        int to,
        Imaging.Geometry.GridSize size,
        PlaneSink sink
    )
    {
        using var scope = NewDisposeScope();
        var sums = tensor(plan.Sums.AsSpan(from, to - from).ToArray()).view(-1, 1, 1) * planeSums;
        var planes = slab.narrow(1, 0, to - from) / sums;
        // Fused after tiles are averaged: what tiles say of a label can be averaged, products can't.
        var inside = planes.narrow(2, 0, size.Y).narrow(3, 0, size.X);
        sink(from, _layout.ToClasses(inside.unsqueeze(0)).squeeze(0));
    }

    // Moves what is unfinished to the front.
    private static void Shift(Tensor slab, int planes)
    {
        using var scope = NewDisposeScope();
        var rest = slab.shape[1] - planes;
        slab.narrow(1, 0, rest).copy_(slab.narrow(1, planes, rest).clone());
        slab.narrow(1, rest, planes).zero_();
    }

    private static Tensor Cut(PreparedImage image, int x, int y, int z, int width, int height, int depth)
    {
        var size = image.Size;
        var voxels = new float[image.Channels.Count * width * height * depth];
        voxels.AsSpan().Fill(IntensityNormalization.Outside);
        var count = Math.Min(width, size.X - x);
        for (var c = 0; c < image.Channels.Count; c++)
        for (var k = 0; k < Math.Min(depth, size.Z - z); k++)
        for (var j = 0; j < Math.Min(height, size.Y - y); j++)
        {
            var source = image.Channels[c].AsSpan(x + size.X * (y + j + size.Y * (z + k)), count);
            TensorPrimitives.ConvertToSingle(source, voxels.AsSpan(((c * depth + k) * height + j) * width, count));
        }

        return tensor(voxels, [1, image.Channels.Count, depth, height, width]);
    }
}
