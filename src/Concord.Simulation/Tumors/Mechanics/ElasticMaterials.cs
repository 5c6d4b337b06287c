namespace Concord.Simulation.Tumors.Mechanics;

/// <summary>
/// The elastic materials of a head. Where a growth to a given volume pushes things depends on ratios of the moduli only.
/// <list type="table">
/// <listheader><term>Material</term><description>Young's modulus, Poisson's ratio, source</description></listheader>
/// <item><term>Parenchyma</term><description>2100 Pa, 0.4: the defaults for grey and white matter of GLIA, the program of
/// Subramanian, Gholami and Biros, "Simulation of glioblastoma growth using a 3D multispecies tumor model with mass
/// effect", J Math Biol 2019.</description></item>
/// <item><term>Fluid</term><description>100 Pa, 0.1: the same program's for cerebrospinal fluid. Soft and easily
/// compressed, as real fluid is not but leaves.</description></item>
/// <item><term>Falx</term><description>100 kPa, 0.4: chosen. Dura is stiffer by orders of magnitude than the brain; a
/// cell is thicker than the membrane, so the modulus stays below that of dura.</description></item>
/// </list>
/// The bulk of a tumour counts as parenchyma.
/// </summary>
public sealed record ElasticMaterials
{
    /// <summary>Grey and white matter, and the tumour's bulk.</summary>
    public ElasticMaterial Parenchyma { get; init; } = new(2100, 0.4);

    /// <summary>Cerebrospinal fluid, which can leave.</summary>
    public ElasticMaterial Fluid { get; init; } = new(100, 0.1);

    /// <summary>Falx and tentorium.</summary>
    public ElasticMaterial Falx { get; init; } = new(100_000, 0.4);

    /// <summary>The elasticity of a material that isn't rigid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The material is rigid or none of the head's.</exception>
    public ElasticMaterial this[HeadMaterial material] =>
        material switch
        {
            HeadMaterial.Parenchyma => Parenchyma,
            HeadMaterial.Fluid => Fluid,
            HeadMaterial.Falx => Falx,
            _ => throw new ArgumentOutOfRangeException(nameof(material), material, "Has no elasticity."),
        };
}
