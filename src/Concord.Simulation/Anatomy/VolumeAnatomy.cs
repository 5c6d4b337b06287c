using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy;

/// <summary>An anatomy that is known voxel by voxel, interpolated linearly between them; air beyond its grid.</summary>
public sealed class VolumeAnatomy : AnatomySource
{
    private readonly MembershipLanes _lanes;
    private readonly Affine _toIndex;

    internal VolumeAnatomy(
        string name,
        MembershipLanes lanes,
        VolumeGeometry grid,
        Midline midline,
        IReadOnlyList<string>? warnings = null
    )
    {
        Warnings = warnings ?? [];
        (Name, _lanes, Grid, Midline) = (name, lanes, grid, midline);
        _toIndex = lanes.Geometry.Affine.Inverse();
        Present = lanes.Present();
        // With lesions: keeping them must not move the head.
        Centre = lanes.Centre([Tissue.GreyMatter, Tissue.DeepGrey, Tissue.WhiteMatter, Tissue.Lesion]);
        var spacing = lanes.Geometry.Spacing;
        Detail = Math.Min(spacing.X, Math.Min(spacing.Y, spacing.Z));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Point3 Centre { get; }

    /// <inheritdoc/>
    public override Midline Midline { get; }

    /// <inheritdoc/>
    public override VolumeGeometry? Grid { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings { get; }

    internal override double Detail { get; }

    internal override IReadOnlyList<Tissue> Present { get; }

    internal override void Fill(PointRow points, ShareRow shares)
    {
        points.Transform(_toIndex);
        var rows = Present.Select(tissue => shares[tissue]).ToArray();
        var lanes = Present.Select(tissue => (int)tissue).ToArray();
        Span<float> values = stackalloc float[MembershipLanes.Width];
        for (var i = 0; i < points.Count; i++)
        {
            At(points.X[i], points.Y[i], points.Z[i], values);
            for (var t = 0; t < rows.Length; t++)
                rows[t][i] = values[lanes[t]];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void At(float x, float y, float z, Span<float> values)
    {
        var size = _lanes.Geometry.Size;
        // NaN fails the comparisons too.
        if (!(x >= 0 && y >= 0 && z >= 0 && x < size.X - 1 && y < size.Y - 1 && z < size.Z - 1))
        {
            values.Clear();
            values[(int)Tissue.Background] = 1;
            return;
        }

        var (i, j, k) = ((int)x, (int)y, (int)z);
        var (fx, fy, fz) = (x - i, y - j, z - k);
        ref var node = ref _lanes[i, j, k];
        var (dy, dz) = (size.X, size.X * size.Y);
        var sum = default(Sum);
        sum.Add(node, (1 - fx) * (1 - fy) * (1 - fz));
        sum.Add(Unsafe.Add(ref node, 1), fx * (1 - fy) * (1 - fz));
        sum.Add(Unsafe.Add(ref node, dy), (1 - fx) * fy * (1 - fz));
        sum.Add(Unsafe.Add(ref node, dy + 1), fx * fy * (1 - fz));
        sum.Add(Unsafe.Add(ref node, dz), (1 - fx) * (1 - fy) * fz);
        sum.Add(Unsafe.Add(ref node, dz + 1), fx * (1 - fy) * fz);
        sum.Add(Unsafe.Add(ref node, dz + dy), (1 - fx) * fy * fz);
        sum.Add(Unsafe.Add(ref node, dz + dy + 1), fx * fy * fz);
        sum.Store(values);
    }

    /// <summary>Sixteen sums, in four registers that every processor has.</summary>
    private ref struct Sum
    {
        private Vector128<float> _a,
            _b,
            _c,
            _d;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector128<byte> lanes, float weight)
        {
            var w = Vector128.Create(weight * (1f / MembershipLanes.Whole));
            var (low, high) = Vector128.Widen(lanes);
            var (a, b) = Vector128.Widen(low);
            var (c, d) = Vector128.Widen(high);
            _a += Vector128.ConvertToSingle(a.AsInt32()) * w;
            _b += Vector128.ConvertToSingle(b.AsInt32()) * w;
            _c += Vector128.ConvertToSingle(c.AsInt32()) * w;
            _d += Vector128.ConvertToSingle(d.AsInt32()) * w;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(Span<float> values)
        {
            ref var first = ref MemoryMarshal.GetReference(values);
            _a.StoreUnsafe(ref first, 0);
            _b.StoreUnsafe(ref first, 4);
            _c.StoreUnsafe(ref first, 8);
            _d.StoreUnsafe(ref first, 12);
        }
    }
}
