using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy.LabelMaps;

namespace Concord.Simulation.Tests.Anatomy.LabelMaps;

public sealed class MidlineFitTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(-25)]
    public void Finds_a_turned_plane(double turn)
    {
        var labels = BoxHead.Make(turn);
        // What lies on one side only would draw the plane to it.
        for (var i = 0; i < labels.Voxels.Length; i++)
            labels.Voxels[i] = labels.Voxels[i] == 17 ? 2 : labels.Voxels[i];
        var plane = MidlineFit.Of(labels).ShouldNotBeNull();
        var (sin, cos) = Math.SinCos(turn * Math.PI / 180);
        // Towards the right, turned with the head.
        plane.Normal.Dot(new(cos, sin, 0)).ShouldBeGreaterThan(Math.Cos(1 * Math.PI / 180));
        plane.Normal.Length.ShouldBe(1, 1e-9);
        // Within half a voxel.
        Math.Abs(plane.Distance(BoxHead.Centre)).ShouldBeLessThan(1.5);
    }

    [Fact]
    public void Finds_none_where_one_hemisphere_is_missing()
    {
        var labels = BoxHead.Make();
        MidlineFit.Of(labels.With(Array.ConvertAll(labels.Voxels, c => c is 41 or 42 ? 0 : c))).ShouldBeNull();
        MidlineFit.Of(new Volume<int>(new VolumeGeometry(new(9, 9, 9), Affine.Identity))).ShouldBeNull();
    }
}
