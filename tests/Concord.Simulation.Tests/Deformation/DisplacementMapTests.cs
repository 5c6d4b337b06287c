using Concord.Imaging.Geometry;
using Concord.Simulation.Deformation;
using Concord.Simulation.Fields;

namespace Concord.Simulation.Tests.Deformation;

public sealed class DisplacementMapTests
{
    private static readonly VolumeGeometry Grid = new(new(6, 5, 4), Affine.FromSpacing(new(2, 3, 4), new(-5, 1, 7)));

    [Fact]
    public void Interpolates_linear_displacements_exactly()
    {
        var map = new DisplacementMap(Field(p => new(0.5 * p.X - p.Y, 0.25 * p.Z, 2 - 0.1 * p.X)));
        Gen.Select(Gen.Double[-5, 5], Gen.Double[1, 13], Gen.Double[7, 19])
            .Sample(
                (x, y, z) =>
                    (map.Apply(new Point3(x, y, z)) - new Point3(1.5 * x - y, y + 0.25 * z, z + 2 - 0.1 * x)).Length
                    < 1e-4
            );
    }

    [Fact]
    public void Beyond_the_grid_the_nearest_node_counts()
    {
        var map = new DisplacementMap(Field(p => new(p.X, p.Y, p.Z)));
        (map.Apply(new Point3(40, 2, -30)) - new Point3(40 + 5, 4, -30 + 7)).Length.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Refuses_a_grid_with_other_axes_than_the_world()
    {
        var mirrored = new VolumeGeometry(
            Grid.Size,
            Affine.FromColumns(new(-2, 0, 0), new(0, 2, 0), new(0, 0, 2), default)
        );
        Should.Throw<ArgumentException>(() => new DisplacementMap(new VectorField(mirrored)));
    }

    private static VectorField Field(Func<Point3, Point3> displacement)
    {
        var field = new VectorField(Grid);
        for (var i = 0; i < field.X.Voxels.Length; i++)
        {
            var d = displacement(Grid.Affine.Apply(new(i % 6, i / 6 % 5, i / 30)));
            (field.X.Voxels[i], field.Y.Voxels[i], field.Z.Voxels[i]) = ((float)d.X, (float)d.Y, (float)d.Z);
        }

        return field;
    }
}
