using System.Numerics.Tensors;

namespace Concord.Imaging.Internal;

/// <summary>
/// Climbs to a maximum by the BFGS method with backtracking (Nocedal and Wright 2006, algorithm 6.1), for few parameters of
/// the same unit.
/// </summary>
internal static class QuasiNewton
{
    // Armijo's share of the rise that the slope promises.
    private const double Promise = 1e-4;

    // A step is halved so often before it is given up.
    private const int Halvings = 8;

    /// <summary>The value at a point; fills the gradient there.</summary>
    public delegate double Function(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>The best point that was found.</summary>
    /// <param name="function">What is climbed.</param>
    /// <param name="start">Where from.</param>
    /// <param name="longest">The longest step, and the first.</param>
    /// <param name="shortest">A step that is shorter is the last.</param>
    /// <param name="steps">The most steps.</param>
    public static double[] Maximize(Function function, double[] start, double longest, double shortest, int steps)
    {
        var n = start.Length;
        var (point, gradient) = ((double[])start.Clone(), new double[n]);
        var (next, nextGradient) = (new double[n], new double[n]);
        var value = function(point, gradient);
        var inverse = Identity(n, longest / Math.Max(TensorPrimitives.Norm<double>(gradient), 1e-30));
        var isFresh = true;
        for (var step = 0; step < steps; step++)
        {
            var move = Times(inverse, gradient);
            var length = TensorPrimitives.Norm<double>(move);
            if (length > longest)
                TensorPrimitives.Multiply(move, longest / length, move);
            var rise = TensorPrimitives.Dot<double>(move, gradient);
            var found = double.NegativeInfinity;
            for (var halving = 0; rise > 0 && halving <= Halvings; halving++)
            {
                TensorPrimitives.Add(point, move, next);
                found = function(next, nextGradient);
                if (found >= value + Promise * rise)
                    break;
                TensorPrimitives.Multiply(move, 0.5, move);
                rise /= 2;
                found = double.NegativeInfinity;
            }

            if (double.IsNegativeInfinity(found))
            {
                // What was learnt of the curvature may mislead: once more by the slope alone.
                if (isFresh)
                    break;
                inverse = Identity(n, shortest * 16 / Math.Max(TensorPrimitives.Norm<double>(gradient), 1e-30));
                isFresh = true;
                continue;
            }

            var bend = new double[n];
            TensorPrimitives.Subtract(gradient, nextGradient, bend);
            Learn(inverse, move, bend, isFresh);
            (point, next, gradient, nextGradient, value) = (next, point, nextGradient, gradient, found);
            isFresh = false;
            if (TensorPrimitives.Norm<double>(move) < shortest)
                break;
        }

        return point;
    }

    private static double[,] Identity(int n, double scale)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
            matrix[i, i] = scale;
        return matrix;
    }

    private static double[] Times(double[,] matrix, double[] vector)
    {
        var product = new double[vector.Length];
        for (var i = 0; i < vector.Length; i++)
        for (var j = 0; j < vector.Length; j++)
            product[i] += matrix[i, j] * vector[j];
        return product;
    }

    // H <- (I - r s yᵀ) H (I - r y sᵀ) + r s sᵀ with r = 1 / (yᵀ s).
    private static void Learn(double[,] inverse, double[] move, double[] bend, bool isFresh)
    {
        var curvature = TensorPrimitives.Dot<double>(move, bend);
        var size = TensorPrimitives.SumOfSquares<double>(bend);
        // Where the slope grows along the step it says nothing about a summit.
        if (curvature <= 1e-12 * Math.Sqrt(size * TensorPrimitives.SumOfSquares<double>(move)))
            return;
        var n = move.Length;
        if (isFresh)
            for (var i = 0; i < n; i++)
                inverse[i, i] = curvature / size;
        var product = Times(inverse, bend);
        var factor = (1 + TensorPrimitives.Dot<double>(bend, product) / curvature) / curvature;
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            inverse[i, j] += factor * move[i] * move[j] - (product[i] * move[j] + move[i] * product[j]) / curvature;
    }
}
