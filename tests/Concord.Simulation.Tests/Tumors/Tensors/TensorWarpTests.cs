using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Tensors;

namespace Concord.Simulation.Tests.Tumors.Tensors;

public sealed class TensorWarpTests
{
    private static readonly VolumeGeometry Grid = SubjectSettings.Centred(new(13, 12, 11), Spacing.Isotropic(1.5));

    [Fact]
    public void Without_displacement_nothing_changes()
    {
        var tensors = Random(1);
        var moved = TensorWarp.Pull(tensors, new(Grid));
        for (var i = 0; i < Grid.Size.Voxels; i++)
            moved.Get(i).ShouldBe(tensors.Get(i));
    }

    [Theory]
    [InlineData(0, 0, 30)]
    [InlineData(40, 0, 0)]
    [InlineData(20, -50, 100)]
    public void A_rotation_turns_tensors_exactly(double ax, double ay, double az)
    {
        // The tissue turns by R, so each voxel was at R^-1 y; all tensors are the same, so only their turning shows.
        var turn = Quaternion.CreateFromYawPitchRoll(Radians(ay), Radians(ax), Radians(az));
        var back = Quaternion.Inverse(turn);
        var t = TensorExtensions.Stretched(4, 0.5, 0.3);
        var n = Vector3.Transform(
            new((float)(Math.Cos(0.5) * Math.Cos(0.3)), (float)(Math.Sin(0.5) * Math.Cos(0.3)), (float)Math.Sin(0.3)),
            turn
        );
        var expected = TensorExtensions.Stretched(4, Math.Atan2(n.Y, n.X), Math.Asin(n.Z));
        var moved = TensorWarp.Pull(Fill(_ => t), Backward(p => Vector3.Transform(p, back)));
        for (var i = 0; i < Grid.Size.Voxels; i++)
            moved.Get(i).ShouldBe(expected, 2e-5);
    }

    [Fact]
    public void A_turn_by_a_quarter_moves_the_content_too()
    {
        // x becomes y: what lay at (y, -x) is now at (x, y), with xx and yy exchanged.
        var tensors = Random(2);
        var grid = SubjectSettings.Centred(new(9, 9, 3), Spacing.Isotropic(2));
        tensors = Fill(i => tensors.Get(i), grid);
        var moved = TensorWarp.Pull(tensors, Backward(p => new(p.Y, -p.X, p.Z), grid));
        for (var y = 0; y < 9; y++)
        for (var x = 0; x < 9; x++)
        {
            var (turned, old) = (moved.Get(moved.XX.Index(x, y, 1)), tensors.Get(tensors.XX.Index(y, 8 - x, 1)));
            turned.ShouldBe([old[1], old[0], old[2], -old[3], -old[5], old[4]], 1e-4);
        }
    }

    [Fact]
    public void Stretching_turns_nothing()
    {
        var t = TensorExtensions.Stretched(4, 0.5, 0.3);
        var moved = TensorWarp.Pull(Fill(_ => t), Backward(p => new(p.X * 0.5f, p.Y * 1.5f, p.Z)));
        for (var i = 0; i < Grid.Size.Voxels; i++)
            moved.Get(i).ShouldBe(t, 1e-5);
    }

    [Fact]
    public void A_shear_turns_by_the_rotation_in_its_polar_decomposition()
    {
        // F = [1 s; 0 1] turns by -atan(s / 2).
        const float S = 0.8f;
        var t = TensorExtensions.Stretched(4, 0.5, 0);
        var expected = TensorExtensions.Stretched(4, 0.5 - Math.Atan(S / 2), 0);
        var moved = TensorWarp.Pull(Fill(_ => t), Backward(p => new(p.X - S * p.Y, p.Y, p.Z)));
        moved.Get(600).ShouldBe(expected, 1e-5);
    }

    [Fact]
    public void Any_displacement_keeps_the_eigenvalues_of_equal_tensors_and_positive_ones_positive() =>
        Gen.ULong.Sample(
            seed =>
            {
                var random = new Random64(seed);
                var t = TensorExtensions.Stretched(Math.Exp(random.Between(-2, 2)), random.Between(0, 6), 1);
                var backward = new VectorField(Grid);
                // Up to fields that fold.
                var size = random.Between(0, 3);
                foreach (var component in new[] { backward.X, backward.Y, backward.Z })
                    for (var i = 0; i < component.Voxels.Length; i++)
                        component.Voxels[i] = (float)random.Between(-size, size);
                var before = TensorExtensions.Eigenvalues(t);
                var equal = TensorWarp.Pull(Fill(_ => t), backward);
                for (var i = 0; i < Grid.Size.Voxels; i++)
                    if (TensorExtensions.Eigenvalues(equal.Get(i)).Zip(before, (a, b) => Math.Abs(a - b)).Max() > 1e-4)
                        return false;
                var all = new Volume<byte>(Grid);
                Array.Fill(all.Voxels, (byte)1);
                return DiffusionTensorCheck.NotPositiveDefinite(TensorWarp.Pull(Random(seed), backward), all) is null;
            },
            iter: 20
        );

    [Fact]
    public void Is_the_same_on_any_number_of_threads()
    {
        var backward = Backward(p => p + new Vector3(MathF.Sin(p.Y), MathF.Cos(p.Z), MathF.Sin(p.X)));
        var one = TensorWarp.Pull(Random(3), backward, 1);
        TensorWarp.Pull(Random(3), backward, 3).XY.Voxels.ShouldBe(one.XY.Voxels);
    }

    [Fact]
    public void The_check_counts_what_is_not_positive_definite_and_names_the_first()
    {
        var tensors = Random(4);
        var where = new Volume<byte>(Grid);
        Array.Fill(where.Voxels, (byte)1);
        tensors.Set(where.Index(3, 4, 5), [1, 1, 1, 1.1, 0, 0]);
        tensors.Set(where.Index(2, 1, 6), [1, 1, 1, 0.8, -0.8, 0.8]);
        tensors.Set(where.Index(9, 9, 9), [1, double.NaN, 1, 0, 0, 0]);
        DiffusionTensorCheck.NotPositiveDefinite(tensors, where).ShouldBe(new TensorFaults(3, 3, 4, 5));
        where[3, 4, 5] = 0;
        DiffusionTensorCheck.NotPositiveDefinite(tensors, where).ShouldBe(new TensorFaults(2, 2, 1, 6));
        // In m²/s, where the determinant is below what a float holds.
        var tiny = Fill(_ => [1e-9, 2e-9, 1e-9, 0.5e-9, 0, 0]);
        DiffusionTensorCheck.NotPositiveDefinite(tiny, where).ShouldBeNull();
    }

    private static float Radians(double degrees) => (float)double.DegreesToRadians(degrees);

    private static TensorField Random(ulong seed)
    {
        var random = new Random64(seed);
        return Fill(_ =>
            TensorExtensions.Stretched(Math.Exp(random.Between(-1.5, 1.5)), random.Between(0, 6), random.Between(-1, 1))
        );
    }

    private static TensorField Fill(Func<int, double[]> tensor, VolumeGeometry? grid = null)
    {
        var field = new TensorField(grid ?? Grid);
        for (var i = 0; i < field.XX.Voxels.Length; i++)
            field.Set(i, tensor(i));
        return field;
    }

    /// <summary>The displacement from each new place (mm from the grid's middle) to the original one.</summary>
    private static VectorField Backward(Func<Vector3, Vector3> original, VolumeGeometry? grid = null)
    {
        var field = new VectorField(grid ?? Grid);
        var size = field.Geometry.Size;
        for (var i = 0; i < size.Voxels; i++)
        {
            var p = field.Geometry.Affine.Apply(new(i % size.X, i / size.X % size.Y, i / (size.X * size.Y)));
            var here = new Vector3((float)p.X, (float)p.Y, (float)p.Z);
            var b = original(here) - here;
            (field.X.Voxels[i], field.Y.Voxels[i], field.Z.Voxels[i]) = (b.X, b.Y, b.Z);
        }

        return field;
    }
}
