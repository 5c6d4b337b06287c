using Concord.Imaging;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Mechanics.Internal;

namespace Concord.Simulation.Tumors.Mechanics;

/// <summary>
/// Mass effect: a tumour's bulk swells and pushes the head aside. The bulk is an elastic material under an inner pressure
/// (after Clatz et al., IEEE Trans Med Imaging 24, 2005, and Hogea, Davatzikos and Biros, J Math Biol 56, 2008). The load
/// comes in steps; each is linear elasticity in the head as the steps before have left it.
/// </summary>
public static class MassEffect
{
    // The volume's relative error at which growth is done, and that up to which the last step is mended.
    private const double Near = 0.002;
    private const double NearEnough = 0.005;

    // Below this a float's rounding could turn the sign.
    private const double FoldsBelow = 1e-4;

    // Where a step would stretch something a hundredfold in all, it stays where it is.
    private const float HeldBelow = 0.01f;

    private const double Pascals = 1000;

    /// <summary>Grows the bulk.</summary>
    /// <param name="seed">The bulk in the undeformed head, a membership in [0, 1], zero in rigid cells; cells are cubes, the axes RAS+.</param>
    /// <param name="materials">The undeformed head as <see cref="HeadMaterial"/>, on the same grid.</param>
    /// <param name="targetMillilitres">The bulk's volume afterwards, not below the seed's.</param>
    /// <param name="settings">Materials, steps and tolerance.</param>
    /// <param name="progress">Told the share done, in [0, 1].</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. It doesn't change the result.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What was reached: without room that is less than the target, and never a folded map.</returns>
    /// <exception cref="ArgumentException">Grids, memberships, materials or the target make no sense.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static MassEffectResult Grow(
        Volume<float> seed,
        Volume<byte> materials,
        double targetMillilitres,
        MassEffectSettings? settings = null,
        IProgress<double>? progress = null,
        int threads = -1,
        CancellationToken cancellation = default
    )
    {
        settings ??= new();
        settings.Check();
        Check(seed, materials, targetMillilitres);
        var start = new State(new(seed.Geometry), seed, Millilitres(seed), 1);
        var (state, steps, iterations) = (start, 0, 0);
        VectorField? unit = null;
        while (targetMillilitres / state.Millilitres > 1 + Near && steps < settings.LargestSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            var current = BackwardMap.Pull(materials, state.Backward, threads);
            var solution = Solve(current, state.Seed, unit, settings, threads, cancellation);
            unit = solution.Displacement;
            iterations += solution.Iterations;
            var next = Step(state, seed, materials, unit, targetMillilitres, settings, threads);
            // No room: what was pressed doesn't give way any more.
            if (next is null || next.Millilitres < state.Millilitres * 1.0005)
                break;
            (state, steps) = (next, steps + 1);
            var done =
                Math.Log(state.Millilitres / start.Millilitres) / Math.Log(targetMillilitres / start.Millilitres);
            progress?.Report(Math.Clamp(done, 0, 1));
        }

        var largest = BackwardMap.Largest(state.Backward);
        return new(state.Backward, state.Millilitres, state.SmallestJacobian, steps, iterations, largest);
    }

    /// <summary>The result of a growth whose displacement is known.</summary>
    /// <param name="backward">mm, as <see cref="MassEffectResult.Backward"/>.</param>
    /// <param name="seed">The bulk in the undeformed head, on the same grid.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public static MassEffectResult Resume(VectorField backward, Volume<float> seed, int threads = -1) =>
        new(
            backward,
            Millilitres(BackwardMap.Pull(seed, backward, threads)),
            Folding.SmallestJacobian(backward, threads),
            0,
            0,
            BackwardMap.Largest(backward)
        );

    private static ElasticSolution Solve(
        byte[] current,
        Volume<float> seed,
        VectorField? unit,
        MassEffectSettings settings,
        int threads,
        CancellationToken cancellation
    )
    {
        var (lambda, mu) = (new Volume<float>(seed.Geometry), new Volume<float>(seed.Geometry));
        for (var i = 0; i < current.Length; i++)
        {
            var material = (HeadMaterial)current[i];
            if (material == HeadMaterial.Rigid)
            {
                mu.Voxels[i] = float.PositiveInfinity;
                continue;
            }

            // Where the bulk is, it is what there is.
            var own = settings.Materials[material];
            var bulk = settings.Materials.Parenchyma;
            var share = seed.Voxels[i];
            lambda.Voxels[i] = (float)(own.Lambda + share * (bulk.Lambda - own.Lambda));
            mu.Voxels[i] = (float)(own.Mu + share * (bulk.Mu - own.Mu));
        }

        var pressure = seed.With(Array.ConvertAll(seed.Voxels, s => (float)(s * Pascals)));
        return new ElasticSolver(lambda, mu, threads).Solve(
            pressure,
            start: unit,
            tolerance: settings.Tolerance,
            cancellation: cancellation
        );
    }

    /// <summary>Scales the solution to the step's growth and follows it; null if every length folds.</summary>
    private static State? Step(
        State state,
        Volume<float> seed,
        Volume<byte> materials,
        VectorField unit,
        double target,
        MassEffectSettings settings,
        int threads
    )
    {
        var rate = Rate(state.Seed, unit);
        if (!(rate > 0))
            return null;
        var u = ElasticSolver.ToCentres(unit);
        // Equal shares, so that the last step isn't a sliver.
        var left = Math.Ceiling(Math.Log(target / state.Millilitres) / Math.Log(1 + settings.LargestGrowth) - 1e-9);
        var growth = Math.Pow(target / state.Millilitres, 1 / left);
        var longest = settings.LargestGradient / BackwardMap.LargestGradient(u, threads);
        var wanted = state.Millilitres * (growth - 1) / rate;
        var scale = Math.Min(wanted, longest);
        State? next = null;
        for (var halvings = 0; halvings < 6 && next is null; halvings++)
        {
            next = Follow(state, seed, materials, u, scale, threads);
            if (next is null)
                scale /= 2;
        }

        if (next is null || left > 1 || scale < wanted)
            return next;
        // The last step: growth isn't quite proportional to the load.
        for (var turn = 0; turn < 3 && Math.Abs(next.Millilitres / target - 1) > NearEnough; turn++)
        {
            var better = scale * (target - state.Millilitres) / (next.Millilitres - state.Millilitres);
            if (!(better > 0) || better > longest)
                return next;
            if (Follow(state, seed, materials, u, better, threads) is not { } mended)
                return next;
            (next, scale) = (mended, better);
        }

        return next;
    }

    private static State? Follow(
        State state,
        Volume<float> seed,
        Volume<byte> materials,
        VectorField u,
        double scale,
        int threads
    )
    {
        var backward = BackwardMap.Compose(state.Backward, u, (float)scale, materials.Voxels, threads);
        var smallest = Folding.Hold(backward, state.Backward, HeldBelow, threads);
        if (!(smallest > FoldsBelow))
            return null;
        var pulled = BackwardMap.Pull(seed, backward, threads);
        return new(backward, pulled, Millilitres(pulled), smallest);
    }

    /// <summary>How many millilitres the bulk gains for one unit of the solution: the integral of s div u.</summary>
    private static double Rate(Volume<float> seed, VectorField faces)
    {
        var (size, sum) = (seed.Size, 0.0);
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        for (var x = 0; x < size.X; x++)
        {
            var share = seed[x, y, z];
            if (share == 0)
                continue;
            var outwards =
                (x + 1 < size.X ? faces.X[x + 1, y, z] : 0)
                + (y + 1 < size.Y ? faces.Y[x, y + 1, z] : 0)
                + (z + 1 < size.Z ? faces.Z[x, y, z + 1] : 0);
            sum += share * (outwards - faces.X[x, y, z] - faces.Y[x, y, z] - faces.Z[x, y, z]);
        }

        return sum * seed.Geometry.Spacing.X * seed.Geometry.Spacing.X / 1000;
    }

    private static double Millilitres(Volume<float> membership)
    {
        var sum = 0.0;
        foreach (var share in membership.Voxels)
            sum += share;
        return sum * membership.Geometry.VoxelVolume / 1000;
    }

    private static void Check(Volume<float> seed, Volume<byte> materials, double target)
    {
        ElasticSolver.Demand(seed.Geometry);
        if (materials.Geometry != seed.Geometry)
            throw new ArgumentException("Seed and materials lie on different grids.", nameof(materials));
        if (seed.Voxels.Any(s => !(s >= 0) || s > 1))
            throw new ArgumentException("A membership lies in [0, 1].", nameof(seed));
        if (materials.Voxels.Any(m => m > (byte)HeadMaterial.Falx))
            throw new ArgumentException("There is a material that doesn't exist.", nameof(materials));
        var smallest = Millilitres(seed);
        if (!(smallest > 0))
            throw new ArgumentException("The seed is empty.", nameof(seed));
        if (!(target >= smallest * (1 - 1e-6)) || !double.IsFinite(target))
            throw new ArgumentException($"The target is below the seed's {smallest:0.###} ml.", nameof(target));
    }

    private sealed record State(VectorField Backward, Volume<float> Seed, double Millilitres, double SmallestJacobian);
}
