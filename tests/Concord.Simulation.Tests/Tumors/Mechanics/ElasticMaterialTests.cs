using Concord.Simulation.Tumors.Mechanics;
using CsCheck;

namespace Concord.Simulation.Tests.Tumors.Mechanics;

public sealed class ElasticMaterialTests
{
    [Fact]
    public void Has_the_moduli_of_its_stretch() =>
        Gen.Select(Gen.Double[1, 1e6], Gen.Double[0, 0.49])
            .Sample(
                (youngs, poisson) =>
                {
                    // Pulled along one axis with strain 1, the sides narrow by the ratio and carry no stress.
                    var material = new ElasticMaterial(youngs, poisson);
                    var trace = 1 - 2 * poisson;
                    (material.Lambda * trace + 2 * material.Mu).ShouldBe(youngs, 1e-9 * youngs);
                    (material.Lambda * trace - 2 * material.Mu * poisson).ShouldBe(0, 1e-9 * youngs);
                }
            );

    [Theory]
    [InlineData(0, 0.4)]
    [InlineData(double.NaN, 0.4)]
    [InlineData(100, 0.5)]
    [InlineData(100, -0.1)]
    public void Refuses_what_is_no_solid(double youngs, double poisson) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ElasticMaterial(youngs, poisson));

    [Fact]
    public void Is_soft_where_fluid_and_stiff_in_the_falx()
    {
        var materials = new ElasticMaterials();
        var brain = materials[HeadMaterial.Parenchyma];
        materials[HeadMaterial.Fluid].YoungsModulus.ShouldBeLessThan(brain.YoungsModulus);
        materials[HeadMaterial.Falx].YoungsModulus.ShouldBeGreaterThan(brain.YoungsModulus);
        Should.Throw<ArgumentOutOfRangeException>(() => materials[HeadMaterial.Rigid]);
    }
}
