using System.Numerics.Tensors;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Inference;

/// <summary>
/// Where a scan holds something: blocks of 8³ voxels of which a sequence is brighter on average than air. The mean of a block
/// has no noise to speak of; a scan whose air is noisier than a seventh of its tissue has no air here.
/// </summary>
internal sealed class Foreground
{
    private const int Side = 8;

    // Around the blocks: fluid that is dark in every sequence, as at the border of a brain that was cut out of its head.
    private const int Margin = 16;

    private readonly GridSize _blocks;
    private readonly bool[] _isBright;
    private readonly bool _hasBright;

    /// <summary>Looks at a scan.</summary>
    /// <param name="image">Not masked.</param>
    /// <param name="scale">What its intensities are on.</param>
    public Foreground(PreparedImage image, IntensityScale scale)
    {
        var size = image.Size;
        _blocks = new(Blocks(size.X), Blocks(size.Y), Blocks(size.Z));
        _isBright = new bool[_blocks.Voxels];
        foreach (var channel in image.Channels)
        {
            // 15 % of the way from the floor to the median of tissue.
            var air = scale.AirOf(channel.Span);
            Parallel.For(0, _blocks.Z, z => Look(channel, air, size, z));
        }

        _hasBright = _isBright.AsSpan().Contains(true);
        Box = Around(size);
    }

    /// <summary>The smallest box around every bright block, with a margin; the whole grid if there is none.</summary>
    public Box Box { get; }

    /// <summary>Whether a box comes near anything; always, if nothing in the whole scan is bright.</summary>
    public bool Touches(Box box)
    {
        if (!_hasBright)
            return true;
        var (x0, x1) = Range(box.X, box.Size.X, _blocks.X);
        var (y0, y1) = Range(box.Y, box.Size.Y, _blocks.Y);
        var (z0, z1) = Range(box.Z, box.Size.Z, _blocks.Z);
        for (var z = z0; z <= z1; z++)
        for (var y = y0; y <= y1; y++)
            if (_isBright.AsSpan(x0 + _blocks.X * (y + _blocks.Y * z), x1 - x0 + 1).Contains(true))
                return true;
        return false;

        static (int First, int Last) Range(int start, int length, int blocks) =>
            (Math.Max(0, (start - Margin) / Side), Math.Min(blocks - 1, (start + length - 1 + Margin) / Side));
    }

    private static int Blocks(int voxels) => (voxels + Side - 1) / Side;

    private void Look(ReadOnlyMemory<Half> channel, float air, GridSize size, int block)
    {
        var (row, sums) = (new float[size.X], new float[size.X]);
        var (first, last) = (block * Side, Math.Min(size.Z, (block + 1) * Side));
        for (var j = 0; j < _blocks.Y; j++)
        {
            sums.AsSpan().Clear();
            var (top, bottom) = (j * Side, Math.Min(size.Y, (j + 1) * Side));
            for (var z = first; z < last; z++)
            for (var y = top; y < bottom; y++)
            {
                TensorPrimitives.ConvertToSingle(channel.Span.Slice(size.X * (y + size.Y * z), size.X), row);
                TensorPrimitives.Add(sums, row, sums);
            }

            var rows = (last - first) * (bottom - top);
            for (var i = 0; i < _blocks.X; i++)
            {
                var part = sums.AsSpan(i * Side, Math.Min(Side, size.X - i * Side));
                if (TensorPrimitives.Sum<float>(part) > air * part.Length * rows)
                    _isBright[i + _blocks.X * (j + _blocks.Y * block)] = true;
            }
        }
    }

    private Box Around(GridSize size)
    {
        var blocks = new Imaging.Volume<byte>(
            new(_blocks, Affine.FromSpacing(Spacing.Isotropic(1))),
            Array.ConvertAll(_isBright, b => (byte)(b ? 1 : 0))
        );
        var box = Crop.Content(blocks, margin: 0);
        var (x, width) = Widen(box.X, box.Size.X, size.X);
        var (y, height) = Widen(box.Y, box.Size.Y, size.Y);
        var (z, depth) = Widen(box.Z, box.Size.Z, size.Z);
        return new(x, y, z, new(width, height, depth));

        static (int Start, int Length) Widen(int block, int count, int size)
        {
            var start = Math.Max(0, block * Side - Margin);
            return (start, Math.Min(size, (block + count) * Side + Margin) - start);
        }
    }
}
