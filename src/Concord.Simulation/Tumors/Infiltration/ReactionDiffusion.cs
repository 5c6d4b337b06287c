using Concord.Imaging;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>
/// How the cells of a diffuse tumour spread: du/dt = div(D grad u) + rho u (1 - u), the equation of Fisher (1937) with
/// the anisotropic diffusion of Jbabdi et al. (2005), where u is the density as a share of the most that tissue can
/// hold. Its fronts move at 2 sqrt(D rho) in the long run.
/// </summary>
/// <remarks>
/// Finite volumes and explicit steps. Each step first exchanges between neighbours (<see cref="Links"/>), of which the
/// sum is conserved to rounding, then solves the logistic part exactly. The step is the largest in which no voxel
/// passes on more than <see cref="Courant"/> of its content: 0.95 h² / (6 D) for constant isotropic D, h the voxel's
/// side, and hardly less for tensors of trace 3. So a voxel becomes an average of itself and its neighbours with
/// weights at least 0, and u can't leave [0, 1]; but for rounding, nothing is ever cut off.
/// </remarks>
public static class ReactionDiffusion
{
    // Of a voxel's content, the share that may leave in a step; at 1 its own weight in the average would vanish.
    private const double Courant = 0.95;

    // The two parts of a step commute in the thin front, but not where it saturates.
    private const double LargestGrowth = 0.2;

    /// <summary>Lets cells spread.</summary>
    /// <param name="initial">The density at the start, in [0, 1]; what lies outside the domain is dropped.</param>
    /// <param name="diffusivity">Mean diffusivity in mm²/day, finite and at least 0; it counts within the domain.</param>
    /// <param name="tensors">
    /// Dimensionless, of trace 3, positive semidefinite; null for isotropic diffusion. Ratios of eigenvalues up to 3.7
    /// act in full whatever the direction, along axes and diagonals of faces any; a tensor that stretches further is
    /// made as much rounder as needed, about its own axes.
    /// </param>
    /// <param name="settings">Proliferation and time.</param>
    /// <param name="domain">
    /// Not 0 where cells can live. Nothing passes a face with the outside: fluid, bone, the edge of the grid.
    /// </param>
    /// <param name="progress">Told the share of the time that has passed, in [0, 1].</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <returns>The density at the end, in [0, 1]; 0 outside the domain.</returns>
    /// <exception cref="ArgumentException">
    /// The grids differ, are oblique or have voxels that aren't cubes, or a value is out of its range.
    /// </exception>
    public static Volume<float> Run(
        Volume<float> initial,
        Volume<float> diffusivity,
        TensorField? tensors,
        ReactionDiffusionSettings settings,
        Volume<byte> domain,
        IProgress<double>? progress = null,
        int threads = -1,
        CancellationToken cancellation = default
    )
    {
        RasGrid.RequireSize(initial.Size, diffusivity.Size, nameof(diffusivity));
        RasGrid.RequireSize(initial.Size, domain.Size, nameof(domain));
        if (tensors is not null)
            RasGrid.RequireSize(initial.Size, tensors.Geometry.Size, nameof(tensors));
        RequireRange(settings.Proliferation, nameof(ReactionDiffusionSettings.Proliferation));
        RequireRange(settings.Days, nameof(ReactionDiffusionSettings.Days));
        var spacing = RasGrid.Spacing(initial.Geometry);
        var result = new Volume<float>(initial.Geometry);
        if (DomainGrid.Around(domain) is not { } grid)
            return result;

        var density = Take(grid, initial, domain, 1, nameof(initial), threads);
        var medium = Take(grid, diffusivity, domain, float.MaxValue, nameof(diffusivity), threads);
        var links = Links.Make(grid, medium, tensors, spacing, threads);
        var steps = CountSteps(settings, Links.LargestOutflow(grid, links, threads));
        density = Walk(grid, links, density, settings, steps, progress, threads, cancellation);
        for (var z = 0; z < grid.Size.Z; z++)
        for (var y = 0; y < grid.Size.Y; y++)
            grid.RowOf(density, y, z).CopyTo(grid.RowOf(result, y, z));
        return result;
    }

    private static int CountSteps(ReactionDiffusionSettings settings, double outflow)
    {
        var rate = Math.Max(outflow / Courant, settings.Proliferation / LargestGrowth);
        var steps = Math.Ceiling(settings.Days * rate);
        if (!(steps < int.MaxValue))
            throw new ArgumentException($"{settings.Days} days would take {steps:g3} steps.", nameof(settings));
        return Math.Max((int)steps, settings.Days > 0 ? 1 : 0);
    }

    private static float[] Walk(
        DomainGrid grid,
        Link[] links,
        float[] density,
        ReactionDiffusionSettings settings,
        int steps,
        IProgress<double>? progress,
        int threads,
        CancellationToken cancellation
    )
    {
        if (steps == 0)
            return density;
        var next = density.ToArray();
        var active = new ActiveRows(grid);
        var days = settings.Days / steps;
        var step = new ExplicitStep(grid, active, links, days, Math.Exp(settings.Proliferation * days));
        for (var done = 0; done < steps; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (done % ActiveRows.Period == 0)
                active.Grow(density, threads);
            var (from, to) = (density, next);
            Rows.ForEachPlane(grid.Size.Z, threads, z => step.Plane(from, to, z));
            (density, next) = (next, density);
            progress?.Report((done + 1.0) / steps);
        }

        return density;
    }

    private static float[] Take(
        DomainGrid grid,
        Volume<float> volume,
        Volume<byte> domain,
        float largest,
        string name,
        int threads
    )
    {
        var array = new float[grid.Length];
        var wrong = new bool[grid.Size.Z];
        Rows.ForEachPlane(
            grid.Size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < grid.Size.Y; y++)
                {
                    var values = grid.RowOf(volume, y, z);
                    var inside = grid.RowOf(domain, y, z);
                    var row = grid.RowOf(array, y, z);
                    for (var x = 0; x < row.Length; x++)
                    {
                        row[x] = inside[x] != 0 ? values[x] : 0;
                        wrong[z] |= !(row[x] >= 0 && row[x] <= largest);
                    }
                }
            }
        );
        return wrong.Contains(true)
            ? throw new ArgumentException($"A value is below 0, above {largest:g3} or not a number.", name)
            : array;
    }

    private static void RequireRange(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, "It must be finite and at least 0.");
    }
}
