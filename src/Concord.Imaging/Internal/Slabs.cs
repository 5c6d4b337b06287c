using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Internal;

/// <summary>
/// Takes a volume apart into slabs for filters along one axis: row n of a slab holds, side by side, the voxels with index
/// n along the axis, so that one vector instruction serves many lines whichever way they run.
/// </summary>
internal sealed class Slabs
{
    private readonly int _axis;
    private readonly int _slabStep;
    private readonly int _rowStep;

    /// <summary>The slabs of a grid.</summary>
    /// <param name="size">The grid.</param>
    /// <param name="axis">The axis to filter along: 0, 1 or 2.</param>
    public Slabs(GridSize size, int axis)
    {
        var plane = size.X * size.Y;
        _axis = axis;
        Length = size[axis];
        (Count, Width, _slabStep, _rowStep) = axis switch
        {
            0 => (size.Z, size.Y, plane, size.X),
            1 => (size.Z, size.X, plane, size.X),
            _ => (size.Y, size.X, size.X, plane),
        };
    }

    /// <summary>How many slabs there are.</summary>
    public int Count { get; }

    /// <summary>Rows of a slab: voxels along the axis.</summary>
    public int Length { get; }

    /// <summary>Voxels of a row: lines that are filtered together.</summary>
    public int Width { get; }

    /// <summary>Room for one slab.</summary>
    public float[] MakeSlab() => new float[Length * Width];

    /// <summary>
    /// Runs a filter over every slab. It may only write its own slab: then the result doesn't depend on the number of
    /// threads.
    /// </summary>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <param name="scratch">Makes what one thread needs.</param>
    /// <param name="filter">Filters a slab.</param>
    public void ForEach<TScratch>(int threads, Func<TScratch> scratch, Action<int, TScratch> filter) =>
        Parallel.For(
            0,
            Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            scratch,
            (slab, _, own) =>
            {
                filter(slab, own);
                return own;
            },
            _ => { }
        );

    /// <summary>Copies a slab out of a volume.</summary>
    public void Gather(float[] voxels, int slab, float[] rows)
    {
        var start = slab * _slabStep;
        if (_axis == 0)
            Transpose(voxels.AsSpan(start, _slabStep), Length, rows, Width);
        else
            for (var n = 0; n < Length; n++)
                voxels.AsSpan(start + n * _rowStep, Width).CopyTo(rows.AsSpan(n * Width));
    }

    /// <summary>Copies a slab into a volume.</summary>
    public void Scatter(float[] rows, int slab, float[] voxels)
    {
        var start = slab * _slabStep;
        if (_axis == 0)
            Transpose(rows, Width, voxels.AsSpan(start, _slabStep), Length);
        else
            for (var n = 0; n < Length; n++)
                rows.AsSpan(n * Width, Width).CopyTo(voxels.AsSpan(start + n * _rowStep));
    }

    // By small squares, so that what a cache line holds is used while it is there.
    private static void Transpose(ReadOnlySpan<float> source, int columns, Span<float> target, int rows)
    {
        const int Side = 16;
        // Once instead of at each voxel.
        _ = (source[rows * columns - 1], target[rows * columns - 1]);
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        for (var r = 0; r < rows; r += Side)
        for (var c = 0; c < columns; c += Side)
        {
            var (lastRow, lastColumn) = (Math.Min(rows, r + Side), Math.Min(columns, c + Side));
            for (var j = c; j < lastColumn; j++)
            {
                ref var line = ref Unsafe.Add(ref to, j * rows);
                for (var i = r; i < lastRow; i++)
                    Unsafe.Add(ref line, i) = Unsafe.Add(ref from, i * columns + j);
            }
        }
    }
}
