using System.Numerics.Tensors;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Internal;

/// <summary>
/// The log bias field of a region, as it grows: N4's loop of sharpening, smoothing and adding (Tustison et al. 2010, section
/// II.C), at one size of the lattice after another.
/// </summary>
internal sealed class BiasEstimate
{
    // The elements of the first lattice, in mm, at least.
    private const double ElementMm = 200;

    private readonly BiasRegion _region;
    private readonly double[] _lengths = new double[3];
    private readonly float[] _weights;
    private readonly float[] _grid;
    private readonly float[] _field;
    private readonly double _total;
    private SplineLattice _lattice;

    /// <summary>Begins with a field of 1.</summary>
    /// <param name="region">What is to become sharp.</param>
    /// <param name="geometry">The whole image, over which the lattice lies.</param>
    public BiasEstimate(BiasRegion region, VolumeGeometry geometry)
    {
        _region = region;
        Span<int> elements = stackalloc int[3];
        for (var axis = 0; axis < 3; axis++)
        {
            var side = geometry.Size[axis] * geometry.Spacing[axis];
            elements[axis] = Math.Max(1, (int)Math.Round(side / ElementMm));
            // A thin slab gets no thin elements: the field is as smooth across it as along it.
            _lengths[axis] = Math.Max(ElementMm * elements[axis], side);
        }

        _lattice = SplineLattice.Zero(new(elements[0], elements[1], elements[2]));
        _grid = new float[region.Size.Voxels];
        _weights = new float[region.Size.Voxels];
        _field = new float[region.Logs.Length];
        _total = TensorPrimitives.Sum<float>(region.Weights);
        for (var i = 0; i < _field.Length; i++)
            _weights[region.Indices[i]] = region.Weights[i];
    }

    /// <summary>Goes on with elements half as long.</summary>
    public void Refine() => _lattice = _lattice.Refined();

    /// <summary>Sharpens and smooths until little changes.</summary>
    /// <param name="steps">The most often.</param>
    /// <param name="threshold">The coefficient of variation of the ratio of two fields in turn that is little.</param>
    public void Improve(int steps, double threshold)
    {
        var axes = Axes(_region.Places);
        var (sharp, change) = (new float[_field.Length], new float[_field.Length]);
        for (var step = 0; step < steps; step++)
        {
            TensorPrimitives.Subtract(_region.Logs, _field, change);
            HistogramSharpening.Apply(change, _region.Weights, sharp);
            TensorPrimitives.Subtract(change, sharp, change);
            for (var i = 0; i < change.Length; i++)
                _grid[_region.Indices[i]] = change[i];
            _lattice = _lattice.Plus(SplineLattice.Fit(_lattice.Elements, axes, _grid, _weights));
            _lattice.Evaluate(axes, _grid);
            for (var i = 0; i < change.Length; i++)
            {
                var field = _grid[_region.Indices[i]];
                change[i] = field - _field[i];
                _field[i] = field;
            }

            if (Variation(change) < threshold)
                return;
        }
    }

    /// <summary>The field on the image's grid; its log has a mean of 0 over the region.</summary>
    /// <param name="geometry">The image's.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public Volume<float> Field(VolumeGeometry geometry, int threads)
    {
        var places = new double[3][];
        for (var axis = 0; axis < 3; axis++)
        {
            var (size, spacing) = (geometry.Size[axis], geometry.Spacing[axis]);
            places[axis] = new double[size];
            for (var i = 0; i < size; i++)
                places[axis][i] = (i - 0.5 * (size - 1)) * spacing;
        }

        var result = new Volume<float>(geometry);
        _lattice.Evaluate(Axes(places), result.Voxels, threads);
        var (least, most) = (TensorPrimitives.Min<float>(_field), TensorPrimitives.Max<float>(_field));
        var mean = (float)Mean(_field);
        Parallel.For(
            0,
            geometry.Size.Z,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            z =>
            {
                var plane = result.Plane(z);
                TensorPrimitives.Clamp(plane, least, most, plane);
                TensorPrimitives.Subtract(plane, mean, plane);
                TensorPrimitives.Exp(plane, plane);
            }
        );
        return result;
    }

    // The lattice's axes at places in mm from the middle.
    private SplineAxis[] Axes(double[][] places)
    {
        var axes = new SplineAxis[3];
        for (var axis = 0; axis < 3; axis++)
        {
            var (elements, length) = (_lattice.Elements[axis], _lengths[axis]);
            axes[axis] = SplineAxis.At(elements, Array.ConvertAll(places[axis], p => elements * (0.5 + p / length)));
        }

        return axes;
    }

    private double Mean(float[] values) => TensorPrimitives.Dot<float>(values, _region.Weights) / _total;

    private double Variation(float[] logs)
    {
        TensorPrimitives.Exp(logs, logs);
        var mean = Mean(logs);
        TensorPrimitives.Subtract(logs, (float)mean, logs);
        TensorPrimitives.Multiply(logs, logs, logs);
        return Math.Sqrt(Mean(logs)) / mean;
    }
}
