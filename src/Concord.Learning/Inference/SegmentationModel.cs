using System.Runtime.InteropServices;
using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;
using Concord.Learning.Checkpoints;
using Concord.Learning.Networks;
using Concord.Learning.Preprocessing;
using Concord.Learning.Runtime;
using Concord.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Learning.Inference;

/// <summary>A trained model: turns a subject's images into class labels on the subject's own grid.</summary>
public sealed class SegmentationModel : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly SlidingWindow _window;
    private readonly bool _isOwner;

    internal SegmentationModel(
        ModelDescription description,
        nn.Module<Tensor, Tensor> network,
        Device device,
        bool isOwner
    )
    {
        (Description, _network, _isOwner) = (description, network, isOwner);
        Space = new LabelSpace(description.Classes);
        _window = new SlidingWindow(network, description, device);
    }

    /// <summary>What the model is.</summary>
    public ModelDescription Description { get; }

    /// <summary>Its classes.</summary>
    public LabelSpace Space { get; }

    /// <summary>Loads a run folder.</summary>
    /// <param name="folder">Made by training.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="precision"><c>auto</c>, <c>float32</c> or <c>bfloat16</c>; null for what it was trained with.</param>
    /// <exception cref="BadInputException">The folder doesn't hold a whole model.</exception>
    public static SegmentationModel Load(string folder, string device = "cpu", string? precision = null)
    {
        var run = new RunFolder(folder);
        var description = ModelDescription.Read(run.Model);
        var where = Libtorch.Device(device);
        var trained = PrecisionChoice.Resolve(precision ?? description.Precision, device);
        if (precision is null && device == "cpu" && !PrecisionChoice.HasFastBFloat16)
            trained = Precision.Float32;
        var (channels, classes) = (description.Sequences.Count, description.Classes.Count);
        var network = NetworkCatalog.Make(channels, classes, description.Network, trained, seed: 0);
        var weights = SafetensorsFile.Read(run.Weights, out _);
        NetworkWeights.Load(network, weights, run.Weights);
        foreach (var tensor in weights.Values)
            tensor.Dispose();
        network.to(where);
        return new(description, network, where, isOwner: true);
    }

    /// <summary>Segments a subject.</summary>
    /// <returns>The class of each voxel, an index into the label space, on the subject's own grid.</returns>
    public Volume<byte> Segment(
        SubjectData data,
        ProbabilitySink? probabilities = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var image = PreparedImage.Make(
            data,
            new(Description.Spacing[0], Description.Spacing[1], Description.Spacing[2])
        );
        if (!image.Grid.IsResampled && probabilities is null)
            return image.Grid.TakeBack(
                new Volume<byte>(image.Grid.Geometry, Classify(image, null, progress, cancellation))
            );

        // Probabilities are kept in half precision and go back one class at a time, so that a finer native grid gets
        // smooth borders.
        var maps = new Half[Description.Classes.Count][];
        for (var c = 0; c < maps.Length; c++)
            maps[c] = new Half[image.Size.Voxels];
        var working = Classify(image, maps, progress, cancellation);
        var fused = FuseOnNativeGrid(image, maps, data, probabilities);
        // On the grid that the network worked on its own choice stands: whether maps are asked for must not matter.
        return image.Grid.IsResampled ? fused : image.Grid.TakeBack(new Volume<byte>(image.Grid.Geometry, working));
    }

    /// <summary>The class of each voxel of the working grid.</summary>
    internal byte[] Classify(
        PreparedImage image,
        Half[][]? maps = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var labels = new byte[image.Size.Voxels];
        var plane = image.Size.X * image.Size.Y;
        _window.Run(
            image,
            (z, planes) =>
            {
                planes.argmax(0).to_type(ScalarType.Byte).contiguous().bytes.CopyTo(labels.AsSpan(z * plane));
                for (var c = 0; c < maps?.Length; c++)
                {
                    using var half = planes[c].to_type(ScalarType.Float16).contiguous();
                    MemoryMarshal.Cast<byte, Half>(half.bytes).CopyTo(maps[c].AsSpan(z * plane));
                }
            },
            progress,
            cancellation
        );
        // Outside the brain a voxel is background for certain.
        if (image.Mask is not null)
            TensorPrimitives.Multiply<byte>(labels, image.Mask.Voxels, labels);
        return labels;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOwner)
            _network.Dispose();
    }

    private static Volume<byte> FuseOnNativeGrid(
        PreparedImage image,
        Half[][] maps,
        SubjectData data,
        ProbabilitySink? probabilities
    )
    {
        var best = new float[data.Geometry.Size.Voxels];
        var labels = new byte[best.Length];
        Array.Fill(best, -1f);
        for (var c = 0; c < maps.Length; c++)
        {
            var working = new float[maps[c].Length];
            TensorPrimitives.ConvertToSingle(maps[c], working);
            var native = image.Grid.TakeBack(new Volume<float>(image.Grid.Geometry, working), c == 0 ? 1 : 0);
            for (var i = 0; i < data.Mask?.Voxels.Length; i++)
                if (data.Mask.Voxels[i] == 0)
                    native.Voxels[i] = c == 0 ? 1 : 0;
            for (var i = 0; i < labels.Length; i++)
            {
                if (native.Voxels[i] <= best[i])
                    continue;
                best[i] = native.Voxels[i];
                labels[i] = (byte)c;
            }

            probabilities?.Invoke(c, new(data.Geometry, native.Voxels));
        }

        return new(data.Geometry, labels);
    }
}
