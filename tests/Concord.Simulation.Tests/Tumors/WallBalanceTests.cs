using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;
using Concord.Simulation.Tests.Anatomy;
using Concord.Simulation.Tumors;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Tests.Tumors;

public sealed class WallBalanceTests
{
    private static readonly VolumeGeometry Cells = SubjectSettings.Centred(new(26, 26, 26), Spacing.Isotropic(2));
    private static readonly VolumeGeometry Fine = SubjectSettings.Centred(new(104, 104, 104), Spacing.Isotropic(0.5));

    [Theory]
    [InlineData(19.6)]
    [InlineData(20.3)]
    [InlineData(21)]
    public void What_is_inside_the_skull_keeps_its_volume(double radius)
    {
        var head = Ball(radius);
        var materials = Materials(head);
        var backward = Displacement(materials, radius);
        var before = Inside(head, null);
        var balanced = new WallBalance(head, new(Cells), materials, 1).Extend(backward);
        (Inside(head, balanced) - before).ShouldBe(0, 0.05);
        // Not so with other shares of the displacement: the volume says something.
        foreach (var share in new[] { 0, 0.5f, 1.5f })
        {
            var other = Inside(head, WallExtension.Extend(backward, materials, share));
            Math.Abs(other - before).ShouldBeGreaterThan(0.2, $"share {share}");
        }
    }

    [Fact]
    public void A_bulk_near_the_wall_takes_the_place_of_tissue()
    {
        // It fills what tissue leaves to it: the volume inside the skull is the same with it or without.
        var head = Ball(20.3);
        var (materials, bulk) = (Materials(head), new Volume<float>(Cells));
        for (var i = 0; i < bulk.Voxels.Length; i++)
            bulk.Voxels[i] = Voxels.World(Cells, i) is { X: > 0, Length: < 17 } ? 1 : 0;
        var balanced = new WallBalance(head, bulk, materials, 1).Extend(Displacement(materials, 20.3));
        (Inside(head, balanced) - Inside(head, null)).ShouldBe(0, 0.05);
    }

    [Fact]
    public void Where_nothing_moves_nothing_changes()
    {
        var head = Ball(21);
        var materials = Materials(head);
        var balanced = new WallBalance(head, new(Cells), materials, 1).Extend(new(Cells));
        balanced.X.Voxels.ShouldAllBe(v => v == 0);
    }

    /// <summary>A ball of tissue in a skull.</summary>
    private static FormulaAnatomy Ball(double radius) => new(p => Math.Clamp(radius - p.Length + 0.5, 0, 1));

    private static Volume<byte> Materials(FormulaAnatomy head)
    {
        var tissue = head.Sample(Cells)[Tissue.WhiteMatter];
        return new Volume<byte>(Cells).With(
            Array.ConvertAll(tissue.Voxels, v => (byte)(v >= 0.5f ? HeadMaterial.Parenchyma : HeadMaterial.Rigid))
        );
    }

    private static VectorField Displacement(Volume<byte> materials, double radius)
    {
        var field = new VectorField(Cells);
        for (var i = 0; i < materials.Voxels.Length; i++)
        {
            if ((HeadMaterial)materials.Voxels[i] == HeadMaterial.Rigid)
                continue;
            var p = Voxels.World(Cells, i);
            // Outwards, most of it half way, and not at all at the wall.
            var d = p * (-0.4 * Math.Max(1 - Math.Pow(p.Length / radius, 2), 0));
            (field.X.Voxels[i], field.Y.Voxels[i], field.Z.Voxels[i]) = ((float)d.X, (float)d.Y, (float)d.Z);
        }

        return field;
    }

    private static double Inside(FormulaAnatomy head, VectorField? backward)
    {
        var map = backward is null ? null : new DisplacementMap(backward);
        return head.Sample(Fine, map).Millilitres(Tissue.WhiteMatter);
    }
}
