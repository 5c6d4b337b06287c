using System.Numerics;

namespace Concord.Simulation.Tumors.Mechanics.Internal;

/// <summary>
/// One V-cycle of geometric multigrid as a preconditioner: Chebyshev smoothing (Adams et al., J Comput Phys 188, 2003),
/// the operator made anew on each coarser grid from averaged moduli. The same polynomial before and after the coarse
/// correction keeps it symmetric.
/// </summary>
internal sealed class Multigrid
{
    private const int Degree = 3;
    private const int CoarsestDegree = 12;
    private const float Lowest = 0.08f;
    private const float CoarsestLowest = 0.01f;

    private readonly ElasticOperator _operator;
    private readonly Multigrid? _coarser;
    private readonly FaceVector _direction;
    private readonly FaceVector _residual;
    private readonly FaceVector _right;
    private readonly FaceVector _solution;

    public Multigrid(ElasticOperator fine, bool isFinest = true)
    {
        _operator = fine;
        var grid = fine.Grid;
        (_direction, _residual) = (new(grid), new(grid));
        // The finest level works on the caller's vectors.
        (_right, _solution) = isFinest ? (_residual, _direction) : (new(grid), new(grid));
        if (Math.Min(grid.X, Math.Min(grid.Y, grid.Z)) > 5)
            _coarser = new(Coarsen(fine), isFinest: false);
    }

    /// <summary>Writes an approximate solution of A x = b.</summary>
    public void Apply(FaceVector b, FaceVector x)
    {
        if (_coarser is null)
        {
            Smooth(b, x, CoarsestDegree, CoarsestLowest, fromZero: true);
            return;
        }

        Smooth(b, x, Degree, Lowest, fromZero: true);
        _operator.Apply(x, _residual, b);
        GridTransfer.Restrict(_residual, _coarser._right);
        _coarser.Apply(_coarser._right, _coarser._solution);
        GridTransfer.AddProlonged(_coarser._solution, x, _operator.Scale);
        Smooth(b, x, Degree, Lowest, fromZero: false);
    }

    // Chebyshev iteration for eigenvalues in [lowest, 1].
    private void Smooth(FaceVector b, FaceVector x, int degree, float lowest, bool fromZero)
    {
        var (middle, half) = ((1 + lowest) / 2, (1 - lowest) / 2);
        var sigma = middle / half;
        var rho = 1 / sigma;
        for (var step = 0; step < degree; step++)
        {
            var starts = step == 0;
            var next = starts ? rho : 1 / (2 * sigma - rho);
            var (keep, take) = starts ? (0, 1 / middle) : (next * rho, 2 * next / half);
            rho = next;
            if (starts && fromZero)
            {
                Step(b, x, keep, take, replaces: true);
                continue;
            }

            _operator.Apply(x, _residual, b);
            Step(_residual, x, keep, take, replaces: false);
        }
    }

    private void Step(FaceVector residual, FaceVector x, float keep, float take, bool replaces) =>
        _operator.Grid.ForEachRow(
            (start, end) =>
            {
                for (var axis = 0; axis < 3; axis++)
                {
                    var (scale, r, d, to) = (_operator.Scale[axis], residual[axis], _direction[axis], x[axis]);
                    for (var i = start; i < end; i += Vector<float>.Count)
                    {
                        var step = new Vector<float>(scale, i) * new Vector<float>(r, i) * take;
                        if (keep != 0)
                            step += new Vector<float>(d, i) * keep;
                        step.CopyTo(d, i);
                        (replaces ? step : step + new Vector<float>(to, i)).CopyTo(to, i);
                    }
                }
            }
        );

    private static ElasticOperator Coarsen(ElasticOperator fine)
    {
        var grid = fine.Grid;
        var (x, y, z) = ((grid.X + 1) / 2, (grid.Y + 1) / 2, (grid.Z + 1) / 2);
        var (lambda, mu) = (new float[x * y * z], new float[x * y * z]);
        for (var k = 0; k < z; k++)
        for (var j = 0; j < y; j++)
        for (var i = 0; i < x; i++)
        {
            var (sumLambda, sumMu, count) = (0f, 0f, 0);
            for (var child = 0; child < 8; child++)
            {
                var at = grid.Index(2 * i + (child & 1), 2 * j + ((child >> 1) & 1), 2 * k + (child >> 2));
                if (!(fine.Mu[at] > 0))
                    continue;
                (sumLambda, sumMu) = (sumLambda + fine.Lambda[at], sumMu + fine.Mu[at]);
                count++;
            }

            // Mostly rigid is rigid, so that the coarse domain is about as large as the fine one.
            if (count >= 4)
                (lambda[i + x * (j + y * k)], mu[i + x * (j + y * k)]) = (sumLambda / count, sumMu / count);
        }

        var coarse = PaddedGrid.Around(x, y, z, 2 * grid.Spacing, grid.Threads, (i, j, k) => mu[i + x * (j + y * k)]);
        return Make(coarse, i => lambda[i], i => mu[i]);
    }

    /// <summary>An operator from moduli given by the index of a cell without the rim.</summary>
    public static ElasticOperator Make(PaddedGrid grid, Func<int, float> lambda, Func<int, float> mu)
    {
        var (paddedLambda, paddedMu) = (new float[grid.Length], new float[grid.Length]);
        for (var k = 0; k < grid.Z; k++)
        for (var j = 0; j < grid.Y; j++)
        for (var i = 0; i < grid.X; i++)
        {
            var (from, to) = (i + grid.X * (j + grid.Y * k), grid.Index(i, j, k));
            (paddedLambda[to], paddedMu[to]) = (lambda(from), mu(from));
        }

        return new(grid, paddedLambda, paddedMu);
    }
}
