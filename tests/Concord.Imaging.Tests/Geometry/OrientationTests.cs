using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Geometry;

public sealed class OrientationTests
{
    [Fact]
    public void There_are_48_and_each_reads_its_own_code()
    {
        Orientation.All.Select(o => o.ToString()).Distinct().Count().ShouldBe(48);
        foreach (var orientation in Orientation.All)
            Orientation.Parse(orientation.ToString()).ShouldBe(orientation);
    }

    [Theory]
    [InlineData("RAR")]
    [InlineData("RA")]
    [InlineData("RASI")]
    [InlineData("XYZ")]
    public void Refuses_what_is_no_orientation(string code) =>
        Should.Throw<FormatException>(() => Orientation.Parse(code)).Message.ShouldContain(code);

    [Fact]
    public void Of_names_the_axes_of_an_affine()
    {
        // First index towards inferior, second towards right, third towards posterior.
        var affine = Affine.FromColumns(new(0, 0, -2), new(1, 0, 0), new(0, -3, 0), default);
        Orientation.Of(affine).ToString().ShouldBe("IRP");
    }

    [Fact]
    public void Of_forgives_an_oblique_affine() =>
        Gen.Double[-0.35, 0.35]
            .Array[3]
            .Sample(turns => Orientation.Of(Some.Turned(turns, new(-1, 2, 3), [0, 0, 0])).ToString().ShouldBe("LAS"));

    [Fact]
    public void VolumeAxis_undoes_WorldAxis()
    {
        foreach (var orientation in Orientation.All)
            for (var axis = 0; axis < 3; axis++)
                orientation.VolumeAxis(orientation.WorldAxis(axis)).ShouldBe(axis);
    }
}
