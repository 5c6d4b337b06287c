using System.Numerics;
using Concord.Imaging;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;
using static Concord.Simulation.Tumors.Infiltration.DomainGrid;

namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>
/// What neighbours exchange: div(D grad u) as a sum of flows between pairs of voxels, 6 neighbours of a voxel without
/// tensors and 18 with them. No weight is negative, so that an explicit step is an average over neighbours and no
/// new extreme can arise (a maximum principle, as with the stencils of Fehrenbach and Mirebeau 2014).
/// </summary>
/// <remarks>
/// Between two voxels the diffusivity is the harmonic mean, that of two media in series, and the tensor's share the
/// arithmetic mean, since it may vanish at one end. Nothing flows if either end lies outside the domain; along a
/// diagonal also one of the two voxels beside it must be tissue, so that nothing slips through where two regions
/// touch only at an edge.
/// </remarks>
internal sealed class Links
{
    private readonly DomainGrid _grid;
    private readonly float[] _diffusivity;
    private readonly int _threads;

    private Links(DomainGrid grid, float[] diffusivity, int threads) =>
        (_grid, _diffusivity, _threads) = (grid, diffusivity, threads);

    /// <summary>Makes the links of a domain.</summary>
    /// <param name="grid">The memory.</param>
    /// <param name="diffusivity">Mean diffusivity in mm²/day, in the grid's memory; 0 outside the domain.</param>
    /// <param name="tensors">Dimensionless, or null.</param>
    /// <param name="spacing">The side of a voxel in mm.</param>
    /// <param name="threads">The most threads to use.</param>
    public static Link[] Make(DomainGrid grid, float[] diffusivity, TensorField? tensors, double spacing, int threads)
    {
        var links = new Links(grid, diffusivity, threads);
        var scale = (float)(1 / (spacing * spacing));
        int[] steps = [1, grid.Row, grid.Plane];
        if (tensors is null)
            return [.. steps.Select(step => links.Along(step, scale))];
        var carried = CarriedTensors.Make(tensors, grid, threads);
        return
        [
            .. steps.Zip(carried.Axes, (step, axis) => links.Along(step, scale, axis)),
            .. links.Diagonals(steps[0], steps[1], scale, carried.Cross[0]),
            .. links.Diagonals(steps[0], steps[2], scale, carried.Cross[1]),
            .. links.Diagonals(steps[1], steps[2], scale, carried.Cross[2]),
        ];
    }

    /// <summary>The most that leaves a voxel per day, as a share of its content.</summary>
    public static float LargestOutflow(DomainGrid grid, Link[] links, int threads)
    {
        var largest = new float[grid.Size.Z];
        Rows.ForEachPlane(
            grid.Size.Z,
            threads,
            z =>
            {
                var most = Vector<float>.Zero;
                for (var y = 0; y < grid.Size.Y; y++)
                for (int i = grid.Index(y, z), end = i + grid.Size.X; i < end; i += Vector<float>.Count)
                {
                    var sum = Vector<float>.Zero;
                    foreach (var (step, weights) in links)
                        sum += Read(weights, i) + Read(weights, i - step);
                    most = Vector.Max(most, sum);
                }

                for (var lane = 0; lane < Vector<float>.Count; lane++)
                    largest[z] = MathF.Max(largest[z], most[lane]);
            }
        );
        return largest.Max();
    }

    private Link Along(int step, float scale) => Fill(step, i => Harmonic(i, i + step) * new Vector<float>(scale));

    private Link Along(int step, float scale, float[] tensor) =>
        Fill(
            step,
            i => Harmonic(i, i + step) * (Read(tensor, i) + Read(tensor, i + step)) * new Vector<float>(scale / 2)
        );

    private IEnumerable<Link> Diagonals(int first, int second, float scale, float[] tensor)
    {
        foreach (var sign in new[] { 1, -1 })
        {
            var (along, step) = (sign * first, second + sign * first);
            yield return Fill(
                step,
                i =>
                {
                    var signs = new Vector<float>(sign);
                    var share =
                        Vector.Max(Read(tensor, i) * signs, Vector<float>.Zero)
                        + Vector.Max(Read(tensor, i + step) * signs, Vector<float>.Zero);
                    var beside = Vector.Max(Read(_diffusivity, i + along), Read(_diffusivity, i + second));
                    var flow = Harmonic(i, i + step) * share * new Vector<float>(scale / 2);
                    return Vector.ConditionalSelect(
                        Vector.GreaterThan(beside, Vector<float>.Zero),
                        flow,
                        Vector<float>.Zero
                    );
                }
            );
        }
    }

    private Link Fill(int step, Func<int, Vector<float>> weights)
    {
        var link = new Link(step, new float[_grid.Length]);
        Rows.ForEachPlane(
            _grid.Size.Z,
            _threads,
            z =>
            {
                for (var y = 0; y < _grid.Size.Y; y++)
                for (int i = _grid.Index(y, z), end = i + _grid.Size.X; i < end; i += Vector<float>.Count)
                    Write(weights(i), link.Weights, i);
            }
        );
        return link;
    }

    private Vector<float> Harmonic(int i, int j)
    {
        var (a, b) = (Read(_diffusivity, i), Read(_diffusivity, j));
        return 2 * a * b / Vector.Max(a + b, new Vector<float>(1e-20f));
    }
}
