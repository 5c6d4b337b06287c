namespace Concord.Simulation.Tumors.Mechanics;

/// <summary>An isotropic linear elastic material: stress = λ tr(e) I + 2 μ e for the small strain e.</summary>
public sealed record ElasticMaterial
{
    /// <summary>Makes a material.</summary>
    /// <param name="youngsModulus">Young's modulus in Pa, above 0 and finite.</param>
    /// <param name="poissonRatio">Poisson's ratio in [0, 0.49]; at 0.5 nothing could be compressed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public ElasticMaterial(double youngsModulus, double poissonRatio)
    {
        if (!(youngsModulus > 0) || !double.IsFinite(youngsModulus))
            throw new ArgumentOutOfRangeException(nameof(youngsModulus), youngsModulus, "Must be above 0 and finite.");
        if (!(poissonRatio >= 0) || poissonRatio > 0.49)
            throw new ArgumentOutOfRangeException(nameof(poissonRatio), poissonRatio, "Must lie in [0, 0.49].");
        (YoungsModulus, PoissonRatio) = (youngsModulus, poissonRatio);
    }

    /// <summary>Young's modulus, Pa.</summary>
    public double YoungsModulus { get; }

    /// <summary>Poisson's ratio: 0 where a squeeze doesn't widen, near 0.5 where it hardly changes the volume.</summary>
    public double PoissonRatio { get; }

    /// <summary>Lamé's first parameter λ, Pa.</summary>
    public double Lambda => YoungsModulus * PoissonRatio / ((1 + PoissonRatio) * (1 - 2 * PoissonRatio));

    /// <summary>The shear modulus μ, Pa.</summary>
    public double Mu => YoungsModulus / (2 * (1 + PoissonRatio));
}
