using System.Numerics.Tensors;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Internal;

/// <summary>
/// A smooth function in three dimensions: a tensor product of uniform cubic B-splines, given by a lattice of nodes, and
/// fitted to scattered values as Lee, Wolberg and Shin do (IEEE TVCG 3(3):228-244, 1997). Where values lie on a grid
/// everything they sum over is a product of three axes, so that it is done axis after axis.
/// </summary>
internal sealed class SplineLattice
{
    // Nodes that less reaches, which is next to nothing of the data, stay 0.
    private const float Least = 1e-12f;
    private readonly float[] _nodes;

    private SplineLattice(GridSize elements, float[] nodes)
    {
        (Elements, _nodes) = (elements, nodes);
    }

    /// <summary>Elements along each axis.</summary>
    public GridSize Elements { get; }

    /// <summary>The function that is 0.</summary>
    public static SplineLattice Zero(GridSize elements) =>
        new(elements, new float[(elements.X + 3) * (elements.Y + 3) * (elements.Z + 3)]);

    /// <summary>The function on a grid.</summary>
    /// <param name="axes">Three, of as many elements as the lattice has, at the places of the grid.</param>
    /// <param name="values">The grid's values, first axis fastest, which are overwritten.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    public void Evaluate(SplineAxis[] axes, float[] values, int threads = 1)
    {
        var (x, y, z) = (axes[0], axes[1], axes[2]);
        var lines = SampleRows(_nodes, x, 1);
        var planes = SampleRows(lines, y, x.Places);
        var plane = x.Places * y.Places;
        if (threads == 1)
            for (var i = 0; i < z.Places; i++)
                Plane(i);
        else
            Parallel.For(0, z.Places, new ParallelOptions { MaxDegreeOfParallelism = threads }, Plane);

        void Plane(int i) => z.Sample(planes, plane, i, values.AsSpan(i * plane, plane));
    }

    /// <summary>Fits a lattice to values on a grid.</summary>
    /// <param name="elements">The elements it shall have.</param>
    /// <param name="axes">Three, of so many elements, at the places of the grid.</param>
    /// <param name="values">A value for each place of the grid, first axis fastest.</param>
    /// <param name="weights">What each counts, at least 0.</param>
    public static SplineLattice Fit(GridSize elements, SplineAxis[] axes, float[] values, float[] weights)
    {
        var parts = Array.ConvertAll(axes, a => a.ForFit());
        SplineAxis[] cubes = Array.ConvertAll(parts, p => p.Cubes);
        SplineAxis[] squares = Array.ConvertAll(parts, p => p.Squares);
        var weighted = new float[values.Length];
        TensorPrimitives.Multiply(values, weights, weighted);
        var nodes = Spread(weighted, cubes);
        var totals = Spread(weights, squares);
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = totals[i] > Least ? nodes[i] / totals[i] : 0;
        return new(elements, nodes);
    }

    /// <summary>The same function with elements half as long.</summary>
    public SplineLattice Refined()
    {
        var (x, y, z) = (
            SplineAxis.Halving(Elements.X),
            SplineAxis.Halving(Elements.Y),
            SplineAxis.Halving(Elements.Z)
        );
        var lines = SampleRows(_nodes, x, 1);
        var planes = SampleRows(lines, y, x.Places);
        var nodes = SampleRows(planes, z, x.Places * y.Places);
        return new(new(2 * Elements.X, 2 * Elements.Y, 2 * Elements.Z), nodes);
    }

    /// <summary>The sum of two functions on equal lattices.</summary>
    public SplineLattice Plus(SplineLattice other)
    {
        var nodes = new float[_nodes.Length];
        TensorPrimitives.Add(_nodes, other._nodes, nodes);
        return new(Elements, nodes);
    }

    // Samples an axis of which `width` lines lie side by side, as often as they come.
    private static float[] SampleRows(float[] nodes, SplineAxis axis, int width)
    {
        var blocks = nodes.Length / (axis.Nodes * width);
        var places = new float[blocks * axis.Places * width];
        for (var block = 0; block < blocks; block++)
        {
            var source = nodes.AsSpan(block * axis.Nodes * width, axis.Nodes * width);
            for (var i = 0; i < axis.Places; i++)
                axis.Sample(source, width, i, places.AsSpan((block * axis.Places + i) * width, width));
        }

        return places;
    }

    // The last axis first: its rows are the longest, and little is left for the others.
    private static float[] Spread(float[] values, SplineAxis[] axes)
    {
        for (var axis = 2; axis >= 0; axis--)
        {
            var width = 1;
            for (var lower = 0; lower < axis; lower++)
                width *= axes[lower].Places;
            values = SpreadRows(values, axes[axis], width);
        }

        return values;
    }

    private static float[] SpreadRows(float[] places, SplineAxis axis, int width)
    {
        var blocks = places.Length / (axis.Places * width);
        var nodes = new float[blocks * axis.Nodes * width];
        for (var block = 0; block < blocks; block++)
        {
            var target = nodes.AsSpan(block * axis.Nodes * width, axis.Nodes * width);
            for (var i = 0; i < axis.Places; i++)
                axis.Spread(places.AsSpan((block * axis.Places + i) * width, width), i, target);
        }

        return nodes;
    }
}
