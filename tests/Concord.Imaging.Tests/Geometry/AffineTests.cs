using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Geometry;

public sealed class AffineTests
{
    private static readonly Gen<Point3> Point = Gen.Select(
        Gen.Double[-50, 50],
        Gen.Double[-50, 50],
        Gen.Double[-50, 50],
        (x, y, z) => new Point3(x, y, z)
    );

    [Fact]
    public void Inverse_undoes_the_map() =>
        Gen.Select(Some.Affine, Point)
            .Sample((a, p) => (a.Inverse().Apply(a.Apply(p)) - p).Length.ShouldBeLessThan(1e-9));

    [Fact]
    public void Compose_applies_the_inner_map_first() =>
        Gen.Select(Some.Affine, Some.Affine, Point)
            .Sample((a, b, p) => (a.Compose(b).Apply(p) - a.Apply(b.Apply(p))).Length.ShouldBeLessThan(1e-9));

    [Fact]
    public void Determinants_multiply() =>
        Gen.Select(Some.Affine, Some.Affine)
            .Sample((a, b) => (a.Compose(b).Determinant / (a.Determinant * b.Determinant)).ShouldBe(1, 1e-9));

    [Fact]
    public void Columns_are_steps()
    {
        var a = new Affine(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        a.Apply(default).ShouldBe(new Point3(4, 8, 12));
        (a.Apply(new(0, 1, 0)) - a.Apply(default)).ShouldBe(a.Column(1));
        a.Column(2).ShouldBe(new Point3(3, 7, 11));
        Affine.FromColumns(a.Column(0), a.Column(1), a.Column(2), a.Column(3)).ShouldBe(a);
        Should.Throw<ArgumentOutOfRangeException>(() => a.Column(4));
    }

    [Fact]
    public void A_flat_or_infinite_affine_is_not_invertible()
    {
        var flat = Affine.FromColumns(new(1, 0, 0), new(0, 1, 0), new(1, 1, 0), default);
        flat.IsInvertible.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => flat.Inverse());
        (Affine.Identity with { M03 = double.NaN }).IsInvertible.ShouldBeFalse();
        (Affine.Identity with { M11 = double.PositiveInfinity }).IsInvertible.ShouldBeFalse();
        Affine.FromSpacing(Spacing.Isotropic(1e-3)).IsInvertible.ShouldBeTrue();
    }
}
