using System.Buffers;
using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Labels;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Sampling;

/// <summary>
/// Cuts the patches of a step: a dataset with equal probability, then one of the labels that its subjects really have,
/// then a subject that has it, then a voxel of it (paper, App. A). Patch i of step n depends on seed, n and i alone, so
/// a resumed run draws what an undisturbed one would have, whoever draws it.
/// </summary>
public sealed class PatchSampler
{
    private readonly CategoryTable _table;
    private readonly int[] _sides;
    private readonly PatchOptions _options;
    private readonly List<List<(int Category, List<TrainingSubject> Subjects)>> _choices = [];
    private readonly byte[]?[] _mirrored;

    /// <summary>Prepares the choices.</summary>
    /// <param name="table">The categories of all datasets.</param>
    /// <param name="names">The datasets, for error messages.</param>
    /// <param name="subjects">Whom to cut from.</param>
    /// <param name="options">How.</param>
    /// <param name="needsAll">False to leave out datasets that none of the subjects is from.</param>
    /// <param name="guide">The categories of the subjects' guides, where they have one.</param>
    /// <exception cref="BadInputException">A dataset has no labelled voxel to learn from.</exception>
    public PatchSampler(
        CategoryTable table,
        IReadOnlyList<string> names,
        IReadOnlyList<TrainingSubject> subjects,
        PatchOptions options,
        bool needsAll = true,
        CategoryTable? guide = null
    )
    {
        var chosen = guide ?? table;
        (_table, _options, _sides) = (table, options, [.. options.Sides]);
        _mirrored = [.. table.Protocols.Select((_, d) => table.Mirrored(d))];
        for (var d = 0; d < table.Protocols.Count; d++)
        {
            var choices = new List<(int, List<TrainingSubject>)>();
            for (var c = 0; c < chosen.Protocols[d].Sets.Count; c++)
            {
                var category = chosen.Offset(d) + c;
                // What a mask alone makes background is no label of the dataset.
                if (!chosen.Protocols[d].Meanings.Values.Contains(chosen.Sets[category]))
                    continue;
                var having = subjects.Where(s => s.Dataset == d && (s.Guide ?? s).Index.Count(category) > 0).ToList();
                if (having.Count > 0 && chosen.Sets[category] != chosen.Space.All)
                    choices.Add((category, having));
            }

            if (choices.Count > 0)
                _choices.Add(choices);
            else if (needsAll)
                throw new BadInputException(
                    names[d],
                    "has no labelled voxel to learn from",
                    "check its labels and protocol"
                );
        }
    }

    /// <summary>Whether there is nothing to draw, as no subject has a label that says something.</summary>
    public bool IsEmpty => _choices.Count == 0;

    /// <summary>The patches of a step.</summary>
    /// <param name="step">Its number.</param>
    /// <param name="over">A batch of this sampler that nobody needs any more: drawn over.</param>
    public PatchBatch Draw(long step, PatchBatch? over = null)
    {
        var channels = _choices[0][0].Subjects[0].Image.Channels.Count;
        var voxels = _sides[0] * _sides[1] * _sides[2];
        // Megabytes a step, which the collector would let grow to hundreds before it looks.
        var images = over?.Images ?? new float[_options.Count * channels * voxels];
        var categories = over?.Categories ?? new byte[_options.Count * voxels];
        using var memory = MemoryPool<Half>.Shared.Rent(voxels);
        var half = memory.Memory.Span[..voxels];
        for (var i = 0; i < _options.Count; i++)
        {
            var random = new Random64(_options.Seed, (ulong)step, (ulong)i);
            var patchImages = images.AsSpan(i * channels * voxels, channels * voxels);
            Fill(ref random, patchImages, categories.AsSpan(i * voxels, voxels), half);
        }

        return over ?? new(_options.Count, _sides, channels, images, categories);
    }

    private void Fill(ref Random64 random, Span<float> images, Span<byte> categories, Span<Half> half)
    {
        var choices = _choices[random.Next(_choices.Count)];
        var (category, subjects) = choices[random.Next(choices.Count)];
        var subject = subjects[random.Next(subjects.Count)];
        var by = subject.Guide ?? subject;
        var voxel = by.Index.Locate(by.Categories.Span, category, random.Next(by.Index.Count(category)));
        var size = subject.Size;
        Span<int> at = [voxel % size.X, voxel / size.X % size.Y, voxel / (size.X * size.Y)];
        Span<int> corner = stackalloc int[3];
        for (var axis = 0; axis < 3; axis++)
        {
            // The chosen voxel lies anywhere in the middle half: a network must not learn that lesions sit in the centre.
            var place = _sides[axis] / 4 + random.Next(Math.Max(1, _sides[axis] / 2));
            var room = size[axis] - _sides[axis];
            corner[axis] = room >= 0 ? Math.Clamp(at[axis] - place, 0, room) : room / 2;
        }

        var mirrored = _mirrored[subject.Dataset];
        var mirror = _options.Mirror && random.Next(2) == 1 && mirrored is not null;
        Copy(subject.Categories.Span, size, corner, categories, _table.Padding, mirror);
        if (mirror && _table.HasSides)
            foreach (ref var c in categories)
                c = mirrored![c];
        var voxels = categories.Length;
        for (var c = 0; c < subject.Image.Channels.Count; c++)
        {
            Copy(subject.Image.Channels[c].Span, size, corner, half, (Half)IntensityScale.Outside, mirror);
            var target = images.Slice(c * voxels, voxels);
            TensorPrimitives.ConvertToSingle(half, target);
            if (_options.Intensity > 0)
            {
                var gain = (float)(1 + _options.Intensity * random.NextNormal());
                var offset = (float)(_options.Intensity * random.NextNormal());
                TensorPrimitives.Multiply(target, gain, target);
                TensorPrimitives.Add(target, offset, target);
            }
        }
    }

    private void Copy<T>(
        ReadOnlySpan<T> source,
        Imaging.Geometry.GridSize size,
        Span<int> corner,
        Span<T> target,
        T padding,
        bool mirror
    )
    {
        var (width, height) = (_sides[0], _sides[1]);
        var (from, to) = (Math.Max(0, -corner[0]), Math.Min(width, size.X - corner[0]));
        for (var row = 0; row < target.Length / width; row++)
        {
            var line = target.Slice(row * width, width);
            var (y, z) = (corner[1] + row % height, corner[2] + row / height);
            if (y < 0 || y >= size.Y || z < 0 || z >= size.Z)
            {
                line.Fill(padding);
                continue;
            }

            line[..from].Fill(padding);
            line[to..].Fill(padding);
            source.Slice(corner[0] + from + size.X * (y + size.Y * z), to - from).CopyTo(line[from..to]);
            if (mirror)
                line.Reverse();
        }
    }
}
