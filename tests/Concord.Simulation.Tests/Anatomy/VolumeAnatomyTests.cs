using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Tests.Anatomy;

public sealed class VolumeAnatomyTests
{
    private static readonly VolumeGeometry Grid = new(
        new(6, 7, 5),
        Affine.FromColumns(new(-1.8, 0.2, 0.1), new(0.1, -0.3, -2), new(0.2, 2.2, 0.3), new(20, -10, 5))
    );

    [Fact]
    public void Interpolates_every_tissue_linearly()
    {
        var random = new Random64(6);
        var lanes = new MembershipLanes(Grid);
        for (var i = 0; i < Grid.Size.Voxels; i++)
        for (var left = MembershipLanes.Whole; left > 0; )
        {
            var part = Math.Min(left, 1 + random.Next(80));
            lanes.Bytes[MembershipLanes.Width * i + random.Next(MembershipLanes.Width)] += (byte)part;
            left -= part;
        }

        var anatomy = new VolumeAnatomy("random", lanes, Grid, default);
        Gen.Select(Gen.Double[0.01, 4.99], Gen.Double[0.01, 5.99], Gen.Double[0.01, 3.99])
            .Sample(
                (x, y, z) =>
                {
                    var shares = At(anatomy, Grid.Affine.Apply(new(x, y, z)));
                    for (var t = 0; t < MembershipLanes.Width; t++)
                        ((double)shares[t]).ShouldBe(Direct(t, x, y, z), 2e-4);
                }
            );

        double Direct(int tissue, double x, double y, double z)
        {
            var sum = 0.0;
            for (var corner = 0; corner < 8; corner++)
            {
                var (i, j, k) = ((int)x + (corner & 1), (int)y + (corner >> 1 & 1), (int)z + (corner >> 2));
                var weight = (1 - Math.Abs(x - i)) * (1 - Math.Abs(y - j)) * (1 - Math.Abs(z - k));
                var voxel = i + Grid.Size.X * (j + Grid.Size.Y * k);
                sum += weight * lanes.Bytes[MembershipLanes.Width * voxel + tissue] / MembershipLanes.Whole;
            }

            return sum;
        }
    }

    [Theory]
    [InlineData(-0.1, 2, 2)]
    [InlineData(5.1, 2, 2)]
    [InlineData(2, 6.1, 2)]
    [InlineData(2, 2, -0.1)]
    [InlineData(1e9, 2, 2)]
    [InlineData(double.NaN, 2, 2)]
    public void Beyond_the_grid_is_air(double x, double y, double z)
    {
        var lanes = new MembershipLanes(Grid);
        for (var i = 0; i < Grid.Size.Voxels; i++)
            lanes.Bytes[MembershipLanes.Width * i + (int)Tissue.WhiteMatter] = MembershipLanes.Whole;
        var shares = At(new VolumeAnatomy("white", lanes, Grid, default), Grid.Affine.Apply(new(x, y, z)));
        shares[(int)Tissue.Background].ShouldBe(1);
        shares[(int)Tissue.WhiteMatter].ShouldBe(0);
    }

    private static float[] At(VolumeAnatomy anatomy, Point3 place)
    {
        var points = new PointRow(1);
        points.Set(Affine.FromSpacing(Spacing.Isotropic(1), place), 0, 0, 0);
        var shares = new ShareRow(points);
        anatomy.Fill(points, shares);
        return [.. Enumerable.Range(0, MembershipLanes.Width).Select(t => shares[(Tissue)t][0])];
    }
}
