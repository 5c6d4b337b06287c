using System.Runtime.InteropServices;
using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;
using Concord.Learning.Checkpoints;
using Concord.Learning.Heads;
using Concord.Learning.Networks;
using Concord.Learning.Preprocessing;
using Concord.Learning.Runtime;
using Concord.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Learning.Inference;

/// <summary>A model of one network.</summary>
internal sealed class NetworkModel : SegmentationModel
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly SlidingWindow _window;
    private readonly bool _isOwner;

    public NetworkModel(
        ModelDescription description,
        nn.Module<Tensor, Tensor> network,
        Device device,
        bool isOwner,
        Precision precision,
        string source = "model"
    )
        : base(description)
    {
        (_network, _isOwner, Precision) = (network, isOwner, precision);
        _window = new SlidingWindow(network, description, device, precision);
        Layout = description.Layout(source);
    }

    /// <inheritdoc/>
    public override Precision Precision { get; }

    /// <summary>What the output channels stand for.</summary>
    public HeadLayout Layout { get; }

    private CandidateSet Known => Layout.Known;

    /// <inheritdoc/>
    public override long ParameterCount => _network.parameters().Sum(p => p.numel());

    public static NetworkModel Load(RunFolder run, ModelDescription description, string device, string? precision)
    {
        var where = Libtorch.Device(device);
        var trained = PrecisionChoice.Resolve(precision ?? description.Precision, device);
        if (precision is null && device == "cpu" && !PrecisionChoice.HasFastBFloat16)
            trained = Precision.Float32;
        var heads = description.Decoders(description.Layout(run.Model));
        var network = NetworkCatalog.Make(description.Sequences.Count, heads, description.Network, trained, seed: 0);
        var weights = SafetensorsFile.Read(run.Weights, out _);
        NetworkWeights.Load(network, weights, run.Weights);
        foreach (var tensor in weights.Values)
            tensor.Dispose();
        network.to(where);
        return new(description, network, where, isOwner: true, trained, run.Model);
    }

    /// <inheritdoc/>
    public override Volume<byte> Segment(
        SubjectData data,
        ProbabilitySink? probabilities = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var image = Prepare(data);
        if (!image.Grid.IsResampled && probabilities is null)
            return Native(Classify(image, progress: progress, cancellation: cancellation));

        // Probabilities go back one class at a time, so that a finer native grid gets smooth borders.
        var maps = new ClassMaps(image, Space.Count);
        var working = Classify(image, maps, progress: progress, cancellation: cancellation);
        var fused = ClassMaps.ToLabels([maps], Known, data, probabilities, Description.Heads is null);
        // On the grid that the network worked on its own choice stands: whether maps are asked for must not matter.
        return image.Grid.IsResampled ? fused : Native(working);

        Volume<byte> Native(byte[] classes)
        {
            var labels = image.Grid.TakeBack(new Volume<byte>(image.Grid.Geometry, classes));
            if (data.Mask is null)
                return labels;
            var cleared = new byte[labels.Voxels.Length];
            TensorPrimitives.Multiply<byte>(labels.Voxels, data.Mask.Voxels, cleared);
            return labels.With(cleared);
        }
    }

    /// <summary>
    /// The subject as this network takes it. What was learnt on whole heads must see whole heads: then a mask only clears
    /// what lies outside it.
    /// </summary>
    public PreparedImage Prepare(SubjectData data) =>
        PreparedImage.Make(
            Description.Preparation.IsMasked ? data : data with { Mask = null },
            Description.Preparation
        );

    /// <summary>The class of each voxel of the working grid.</summary>
    /// <param name="image">What the network sees.</param>
    /// <param name="maps">Filled with the scores of each class, if they are wanted.</param>
    /// <param name="skipsAir">See <see cref="SlidingWindow.Run"/>.</param>
    /// <param name="progress">Told the finished part.</param>
    /// <param name="cancellation">Stops it.</param>
    public byte[] Classify(
        PreparedImage image,
        ClassMaps? maps = null,
        bool skipsAir = true,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var labels = new byte[image.Size.Voxels];
        var plane = image.Size.X * image.Size.Y;
        using var outer = NewDisposeScope();
        var isKnown = tensor([.. Enumerable.Range(0, Space.Count).Select(c => Known.Contains(c) ? 1f : 0f)]);
        isKnown = isKnown.view(-1, 1, 1, 1);
        _window.Run(
            image,
            (z, planes) =>
            {
                var known = Known == Space.All ? planes : planes * isKnown;
                Likeliest(known).to_type(ScalarType.Byte).contiguous().bytes.CopyTo(labels.AsSpan(z * plane));
                for (var c = 0; c < maps?.Count; c++)
                {
                    using var half = planes[c].to_type(ScalarType.Float16).contiguous();
                    MemoryMarshal.Cast<byte, Half>(half.bytes).CopyTo(maps.Scores(c).AsSpan(z * plane));
                }
            },
            skipsAir,
            progress,
            cancellation
        );
        // Outside the brain a voxel is background for certain.
        if (!image.Mask.IsEmpty)
            TensorPrimitives.Multiply<byte>(labels, image.Mask.Span, labels);
        return labels;
    }

    /// <summary>For each voxel of the working grid the likeliest of the classes that it may be.</summary>
    /// <param name="image">What the network sees.</param>
    /// <param name="categories">The category of each voxel.</param>
    /// <param name="sets">The candidate set of each category.</param>
    public byte[] ClassifyWithin(PreparedImage image, ReadOnlyMemory<byte> categories, IReadOnlyList<CandidateSet> sets)
    {
        var labels = new byte[image.Size.Voxels];
        var size = image.Size;
        var plane = size.X * size.Y;
        using var outer = NewDisposeScope();
        var table = tensor([.. sets.SelectMany(s => Enumerable.Range(0, Space.Count).Select(s.Contains))])
            .view(-1, Space.Count);
        _window.Run(
            image,
            (z, planes) =>
            {
                var depth = (int)planes.shape[1];
                var here = tensor(categories.Span.Slice(z * plane, depth * plane).ToArray()).to_type(ScalarType.Int64);
                var mayBe = table.index_select(0, here).T.view(Space.Count, depth, size.Y, size.X);
                var best = Likeliest(planes.masked_fill(mayBe.logical_not(), -1));
                best.to_type(ScalarType.Byte).contiguous().bytes.CopyTo(labels.AsSpan(z * plane));
            },
            // Where a lesion's 0 is the only label, what a network holds for likely is all that there is.
            skipsAir: false
        );
        return labels;
    }

    // libtorch's argmax takes the voxels one by one where classes are apart in memory: six times as long.
    private static Tensor Likeliest(Tensor scores) => scores.max(0).indexes;

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_isOwner)
            _network.Dispose();
    }
}
