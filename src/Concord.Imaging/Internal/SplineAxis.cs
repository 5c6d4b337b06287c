using System.Numerics.Tensors;

namespace Concord.Imaging.Internal;

/// <summary>
/// One axis of a tensor product of uniform cubic B-splines, sampled at places along it: each place takes part in four
/// neighbouring nodes. An axis of n elements has n + 3 nodes; node i stands at the end of element i - 2, between -1 and
/// n + 1 in elements.
/// </summary>
internal sealed class SplineAxis
{
    private const int Taps = 4;
    private readonly int[] _first;
    private readonly float[] _weights;

    private SplineAxis(int nodes, int[] first, float[] weights)
    {
        (Nodes, _first, _weights) = (nodes, first, weights);
    }

    /// <summary>How many nodes the axis has.</summary>
    public int Nodes { get; }

    /// <summary>How many places it is sampled at.</summary>
    public int Places => _first.Length;

    /// <summary>An axis at given places.</summary>
    /// <param name="elements">Elements of the axis, at least 1.</param>
    /// <param name="places">Where, from 0 to <paramref name="elements"/>; places beyond take the value of the nearer end.</param>
    public static SplineAxis At(int elements, ReadOnlySpan<double> places)
    {
        var first = new int[places.Length];
        var weights = new float[places.Length * Taps];
        for (var i = 0; i < places.Length; i++)
        {
            var at = Math.Clamp(places[i], 0, elements);
            first[i] = Math.Min((int)at, elements - 1);
            var t = at - first[i];
            var s = 1 - t;
            var w = weights.AsSpan(i * Taps, Taps);
            w[0] = (float)(s * s * s / 6);
            w[1] = (float)((4 - 3 * t * t * (2 - t)) / 6);
            w[2] = (float)((4 - 3 * s * s * (2 - s)) / 6);
            w[3] = (float)(t * t * t / 6);
        }

        return new(elements + 3, first, weights);
    }

    /// <summary>
    /// The axis whose values are the nodes of one with elements half as long that describe the same function: B-splines are
    /// sums of narrower ones.
    /// </summary>
    public static SplineAxis Halving(int elements)
    {
        var nodes = 2 * elements + 3;
        var first = new int[nodes];
        var weights = new float[nodes * Taps];
        for (var i = 0; i < nodes; i++)
        {
            // Even nodes lie between two of the coarse ones, odd nodes on one.
            ReadOnlySpan<float> rule = i % 2 == 0 ? [0.5f, 0.5f] : [0.125f, 0.75f, 0.125f];
            first[i] = Math.Min(i / 2, elements - 1);
            rule.CopyTo(weights.AsSpan(i * Taps + i / 2 - first[i]));
        }

        return new(elements + 3, first, weights);
    }

    /// <summary>
    /// The same axis with each weight w as w² and as w³ over the sum of the place's w²: what a fit needs of both.
    /// </summary>
    public (SplineAxis Squares, SplineAxis Cubes) ForFit()
    {
        var squares = Array.ConvertAll(_weights, w => w * w);
        var cubes = new float[squares.Length];
        for (var i = 0; i < cubes.Length; i++)
        {
            var sum = TensorPrimitives.Sum<float>(squares.AsSpan(i - i % Taps, Taps));
            cubes[i] = squares[i] * _weights[i] / sum;
        }

        return (new(Nodes, _first, squares), new(Nodes, _first, cubes));
    }

    /// <summary>From nodes to places.</summary>
    /// <param name="nodes">A row for each node.</param>
    /// <param name="width">The values of a row: lines along the axis that are sampled together.</param>
    /// <param name="place">Which place.</param>
    /// <param name="row">The row of the place, which is overwritten.</param>
    public void Sample(ReadOnlySpan<float> nodes, int width, int place, Span<float> row)
    {
        nodes = nodes[(_first[place] * width)..];
        var weights = _weights.AsSpan(place * Taps, Taps);
        TensorPrimitives.Multiply(nodes[..width], weights[0], row);
        for (var tap = 1; tap < Taps; tap++)
            TensorPrimitives.MultiplyAdd(nodes.Slice(tap * width, width), weights[tap], row, row);
    }

    /// <summary>From places to nodes: adds a place's row to the rows of its four nodes, by their weights.</summary>
    public void Spread(ReadOnlySpan<float> row, int place, Span<float> nodes)
    {
        nodes = nodes[(_first[place] * row.Length)..];
        for (var tap = 0; tap < Taps; tap++)
        {
            var node = nodes.Slice(tap * row.Length, row.Length);
            TensorPrimitives.MultiplyAdd(row, _weights[place * Taps + tap], node, node);
        }
    }
}
