using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tests.Internal;

public sealed class PlaneWavesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(181)]
    public void Along_a_row_it_is_what_it_is_at_its_points(int count)
    {
        var random = new Random64(5);
        var waves = new PlaneWaves(ref random, 12, 4, 14);
        var points = new PointRow(count);
        points.Set(new(0.9, 0.1, 0, -80, -0.1, 0.9, 0, 20, 0, 0, 1.1, -30), 0, 12, 31);
        var row = Rows.Make(count);
        waves.AddAlong(points, 0..count, 3, row);
        for (var i = 0; i < count; i++)
            row[i].ShouldBe(3 * waves.Value(new Vector3(points.X[i], points.Y[i], points.Z[i])), 1e-3);
    }

    [Fact]
    public void A_part_of_a_row_has_the_same_bits_as_the_whole()
    {
        var random = new Random64(6);
        var waves = new PlaneWaves(ref random, 8, 25, 80);
        var points = new PointRow(181);
        points.Set(Affine.FromSpacing(new(1, 1, 1), new(-90, -3, 40)), 0, 0, 0);
        var whole = Rows.Make(181);
        waves.AddAlong(points, 0..181, 1, whole);
        var part = Rows.Make(181);
        waves.AddAlong(points, 77..150, 1, part);
        part[77..150].ShouldBe(whole[77..150]);
    }

    [Fact]
    public void What_was_there_is_added_to()
    {
        var random = new Random64(7);
        var waves = new PlaneWaves(ref random, 8, 25, 80);
        var points = new PointRow(9);
        points.Set(Affine.FromSpacing(new(1, 1, 1), default), 0, 0, 0);
        var (once, twice) = (Rows.Make(9), Rows.Make(9));
        waves.AddAlong(points, 0..9, 1, once);
        waves.AddAlong(points, 0..9, 1, twice);
        waves.AddAlong(points, 0..9, 1, twice);
        twice[4].ShouldBe(2 * once[4], 1e-6);
    }
}
