using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;
using Concord.Learning.Preprocessing;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Learning.Inference;

/// <summary>What a network says of each class, on the grid it worked on: a score in [0, 1] a voxel, in half precision.</summary>
internal sealed class ClassMaps
{
    // What half precision can't hold is not impossible: two networks that are each certain of something else would leave nothing.
    private const float LeastFactor = 6e-8f;

    private readonly PreparedImage _image;
    private readonly Half[][] _scores;

    public ClassMaps(PreparedImage image, int classes)
    {
        _image = image;
        _scores = new Half[classes][];
        for (var c = 0; c < classes; c++)
            _scores[c] = new Half[image.Size.Voxels];
    }

    /// <summary>How many classes there are.</summary>
    public int Count => _scores.Length;

    /// <summary>The scores of a class, first index fastest.</summary>
    public Half[] Scores(int c) => _scores[c];

    /// <summary>
    /// The best class of each voxel of the subject's own grid, by the product of what each network says.
    /// </summary>
    /// <param name="networks">Their maps, at least one.</param>
    /// <param name="known">The classes that some network can tell.</param>
    /// <param name="data">The subject.</param>
    /// <param name="probabilities">Takes the probabilities of each class in turn, if they are wanted.</param>
    /// <param name="isNormalized">Whether scores sum to 1 already.</param>
    public static Volume<byte> ToLabels(
        IReadOnlyList<ClassMaps> networks,
        CandidateSet known,
        SubjectData data,
        ProbabilitySink? probabilities,
        bool isNormalized
    )
    {
        var best = new float[data.Geometry.Size.Voxels];
        var labels = new byte[best.Length];
        var sum = probabilities is null ? null : new float[best.Length];
        // Where nothing speaks for a class, as outside the mask, background stands, also if it is none of those.
        for (var c = 0; c < networks[0].Count; c++)
        {
            if (!known.Contains(c))
                continue;
            var map = Product(networks, data, c);
            for (var i = 0; i < labels.Length; i++)
            {
                if (map[i] <= best[i])
                    continue;
                best[i] = map[i];
                labels[i] = (byte)c;
            }

            if (sum is not null)
                TensorPrimitives.Add(sum, map, sum);
        }

        if (probabilities is null)
            return new(data.Geometry, labels);
        // Nothing is 0 everywhere but where all scores were too small for half precision: there the first class stands.
        for (var i = 0; i < sum!.Length; i++)
            sum[i] = Math.Max(sum[i], float.Epsilon);
        for (var c = 0; c < networks[0].Count; c++)
        {
            var map = known.Contains(c) ? Product(networks, data, c) : new float[best.Length];
            // Those of a network whose channels are classes sum to 1 already but for rounding; products don't.
            if (!isNormalized)
                TensorPrimitives.Divide(map, sum, map);
            probabilities(c, new(data.Geometry, map));
        }

        return new(data.Geometry, labels);
    }

    private static float[] Product(IReadOnlyList<ClassMaps> networks, SubjectData data, int c)
    {
        float[]? product = null;
        foreach (var network in networks)
        {
            var map = network.OnNativeGrid(data, c, networks.Count > 1 ? LeastFactor : 0);
            if (product is null)
                product = map;
            else
                TensorPrimitives.Multiply(product, map, product);
        }

        return product!;
    }

    private float[] OnNativeGrid(SubjectData data, int c, float least)
    {
        var working = new float[_scores[c].Length];
        TensorPrimitives.ConvertToSingle(_scores[c], working);
        if (least > 0)
            TensorPrimitives.Max(working, least, working);
        // Outside the field of view and the mask is background.
        var native = _image.Grid.TakeBack(new Volume<float>(_image.Grid.Geometry, working), c == 0 ? 1 : 0).Voxels;
        for (var i = 0; i < data.Mask?.Voxels.Length; i++)
            if (data.Mask.Voxels[i] == 0)
                native[i] = c == 0 ? 1 : 0;
        return native;
    }
}
