namespace Concord.Simulation.Tumors.Mechanics;

/// <summary>How <see cref="MassEffect"/> lets a tumour grow.</summary>
public sealed record MassEffectSettings
{
    /// <summary>What the head is made of.</summary>
    public ElasticMaterials Materials { get; init; } = new();

    /// <summary>The most that the bulk's volume grows in a step, as a share of it, in (0, 1].</summary>
    public double LargestGrowth { get; init; } = 0.25;

    /// <summary>The largest norm of a step's displacement gradient, in (0, 0.5]: linear elasticity is for small strains.</summary>
    public double LargestGradient { get; init; } = 0.35;

    /// <summary>The residual to which a step is solved, above 0; see <see cref="ElasticSolution.Residual"/>.</summary>
    public double Tolerance { get; init; } = 5e-4;

    /// <summary>The most steps, above 0; then what was reached is what there is.</summary>
    public int LargestSteps { get; init; } = 60;

    internal void Check()
    {
        if (!(LargestGrowth > 0) || LargestGrowth > 1)
            throw new ArgumentException($"{nameof(LargestGrowth)} must lie in (0, 1].");
        if (!(LargestGradient > 0) || LargestGradient > 0.5)
            throw new ArgumentException($"{nameof(LargestGradient)} must lie in (0, 0.5].");
        if (!(Tolerance > 0) || LargestSteps < 1)
            throw new ArgumentException($"{nameof(Tolerance)} and {nameof(LargestSteps)} must be above 0.");
    }
}
