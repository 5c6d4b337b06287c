using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Tests.Tumors.Mechanics;

public sealed class MassEffectTests
{
    private const double Spacing = 4;
    private const double Target = 9;
    private static readonly VolumeGeometry Geometry = SubjectSettings.Centred(
        new(24, 24, 24),
        Imaging.Geometry.Spacing.Isotropic(Spacing)
    );
    private static readonly Volume<byte> Head = MakeHead();
    private static readonly Volume<float> Seed = MakeSeed(new(16, 4, 8), 8);
    private static readonly MassEffectResult Grown = MassEffect.Grow(Seed, Head, Target);

    [Fact]
    public void Reaches_the_target()
    {
        Grown.Millilitres.ShouldBe(Target, 0.02 * Target);
        Measure(Grown.Backward).Bulk.ShouldBe(Target, 0.01 * Target);
        Grown.LargestDisplacement.ShouldBeInRange(2, 12);
        Grown.Steps.ShouldBeInRange(3, 20);
    }

    [Fact]
    public void Pushes_out_as_much_as_the_bulk_gains()
    {
        var (before, after) = (Measure(new(Geometry)), Measure(Grown.Backward));
        var lost = before.Healthy.Sum() - after.Healthy.Sum();
        lost.ShouldBe(after.Bulk - before.Bulk, 0.05 * (after.Bulk - before.Bulk));
    }

    [Fact]
    public void Leaves_the_skull_alone()
    {
        for (var i = 0; i < Head.Voxels.Length; i++)
        {
            if (Head.Voxels[i] == (byte)HeadMaterial.Rigid)
                At(Grown.Backward, i).ShouldBe(Vector3.Zero);
        }
    }

    [Fact]
    public void Folds_nothing()
    {
        Grown.SmallestJacobian.ShouldBeInRange(1e-4, 1);
        CentralJacobians(Grown.Backward).Min().ShouldBeGreaterThan(0);
        CentralJacobians(Grown.Backward).Min().ShouldBeGreaterThanOrEqualTo(Grown.SmallestJacobian * 0.999);
    }

    [Fact]
    public void Presses_the_ventricle_more_than_the_brain()
    {
        var (before, after) = (Measure(new(Geometry)).Healthy, Measure(Grown.Backward).Healthy);
        var (fluid, brain) = ((int)HeadMaterial.Fluid, (int)HeadMaterial.Parenchyma);
        var (pressedFluid, pressedBrain) = (1 - after[fluid] / before[fluid], 1 - after[brain] / before[brain]);
        pressedFluid.ShouldBeGreaterThan(3 * pressedBrain);
        pressedBrain.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Moves_the_midline_less_with_a_stiff_falx()
    {
        var (limp, stiff) = (WithFalx(new ElasticMaterials().Parenchyma), Grown);
        // Tissue in the midline moves to the left, so its origin lies to the right.
        MidlineShift(stiff.Backward).ShouldBeGreaterThan(0);
        MidlineShift(stiff.Backward).ShouldBeLessThan(0.75 * MidlineShift(limp.Backward));

        static MassEffectResult WithFalx(ElasticMaterial falx) =>
            MassEffect.Grow(Seed, Head, Target, new() { Materials = new() { Falx = falx } });
    }

    [Fact]
    public void Is_the_same_on_any_number_of_threads()
    {
        var one = MassEffect.Grow(Seed, Head, 4, threads: 1);
        var three = MassEffect.Grow(Seed, Head, 4, threads: 3);
        three.Backward.X.Voxels.ShouldBe(one.Backward.X.Voxels);
        three.Backward.Y.Voxels.ShouldBe(one.Backward.Y.Voxels);
        three.Backward.Z.Voxels.ShouldBe(one.Backward.Z.Voxels);
        three.Millilitres.ShouldBe(one.Millilitres);
    }

    [Fact]
    public void Stops_where_there_is_no_room()
    {
        // A head of 15 ml can't hold 40.
        var tiny = new Volume<byte>(Geometry);
        for (var i = 0; i < tiny.Voxels.Length; i++)
            tiny.Voxels[i] = Radius(i, default) < 15 ? (byte)1 : (byte)0;
        var result = MassEffect.Grow(MakeSeed(default, 7), tiny, 40);
        result.Millilitres.ShouldBeInRange(2, 15);
        result.SmallestJacobian.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void One_place_that_can_not_follow_does_not_stop_the_others()
    {
        // A spur of the skull in soft fluid, past which the brain slides.
        var spurred = new Volume<byte>(Geometry);
        Head.Voxels.CopyTo(spurred.Voxels, 0);
        for (var i = 0; i < spurred.Voxels.Length; i++)
        {
            if (Head.Voxels[i] == (byte)HeadMaterial.Parenchyma && Radius(i, new(24, 4, 20)) < 8)
                spurred.Voxels[i] = (byte)(Radius(i, new(24, 4, 20)) < 4 ? HeadMaterial.Rigid : HeadMaterial.Fluid);
        }

        var result = MassEffect.Grow(Seed, spurred, 2 * Target);
        result.Millilitres.ShouldBe(2 * Target, 0.02 * Target);
        result.SmallestJacobian.ShouldBeGreaterThan(0.009);
    }

    [Fact]
    public void Does_nothing_for_a_target_that_is_reached()
    {
        var result = MassEffect.Grow(Seed, Head, Seed.Voxels.Sum() * Geometry.VoxelVolume / 1000);
        result.Steps.ShouldBe(0);
        result.SmallestJacobian.ShouldBe(1);
        result.Backward.X.Voxels.ShouldAllBe(x => x == 0);
    }

    [Fact]
    public void Tells_its_progress_and_stops_when_told()
    {
        using var source = new CancellationTokenSource();
        var told = new List<double>();
        var progress = new Sink(share =>
        {
            told.Add(share);
            source.Cancel();
        });
        Should.Throw<OperationCanceledException>(() =>
            MassEffect.Grow(Seed, Head, Target, progress: progress, cancellation: source.Token)
        );
        told.Count.ShouldBe(1);
        told[0].ShouldBeInRange(0.01, 0.5);
    }

    [Fact]
    public void Refuses_what_makes_no_sense()
    {
        Should.Throw<ArgumentException>(() => MassEffect.Grow(Seed, Head, 0.5));
        Should.Throw<ArgumentException>(() => MassEffect.Grow(new(Geometry), Head, 5));
        Should.Throw<ArgumentException>(() => MassEffect.Grow(Seed, Head, 5, new() { LargestGrowth = 2 }));
        var bad = Seed.With(Array.ConvertAll(Seed.Voxels, s => s * 2));
        Should.Throw<ArgumentException>(() => MassEffect.Grow(bad, Head, 5));
    }

    /// <summary>Millilitres of the bulk and of each healthy material, by pulling back on a grid of half the spacing.</summary>
    private static (double Bulk, double[] Healthy) Measure(VectorField backward)
    {
        var (bulk, healthy) = (0.0, new double[4]);
        var volume = Math.Pow(Spacing / 2, 3) / 1000;
        for (var i = 0; i < Head.Voxels.Length; i++)
        {
            if (Head.Voxels[i] == 0)
                continue;
            for (var child = 0; child < 8; child++)
            {
                var quarter = new Vector3(child & 1, (child >> 1) & 1, child >> 2) / 2 - new Vector3(0.25f);
                var here = Index(i) + quarter;
                var origin =
                    here
                    + new Vector3(Mix(backward.X, here), Mix(backward.Y, here), Mix(backward.Z, here)) / (float)Spacing;
                var share = Mix(Seed, origin);
                var material = Head[(int)MathF.Round(origin.X), (int)MathF.Round(origin.Y), (int)MathF.Round(origin.Z)];
                bulk += share * volume;
                if (material > 0)
                    healthy[material] += (1 - share) * volume;
            }
        }

        return (bulk, healthy);
    }

    private static float Mix(Volume<float> field, Vector3 at)
    {
        var (x, y, z) = ((int)at.X, (int)at.Y, (int)at.Z);
        var sum = 0f;
        for (var c = 0; c < 8; c++)
        {
            var (i, j, k) = (x + (c & 1), y + ((c >> 1) & 1), z + (c >> 2));
            var weight = (1 - MathF.Abs(at.X - i)) * (1 - MathF.Abs(at.Y - j)) * (1 - MathF.Abs(at.Z - k));
            sum += weight * field[i, j, k];
        }

        return sum;
    }

    private static IEnumerable<double> CentralJacobians(VectorField b)
    {
        var (size, h) = (Geometry.Size, 2 * (float)Spacing);
        for (var z = 1; z + 1 < size.Z; z++)
        for (var y = 1; y + 1 < size.Y; y++)
        for (var x = 1; x + 1 < size.X; x++)
        {
            var (i, j, k) = (1, size.X, size.X * size.Y);
            var at = b.X.Index(x, y, z);
            var dx = (At(b, at + i) - At(b, at - i)) / h + Vector3.UnitX;
            var dy = (At(b, at + j) - At(b, at - j)) / h + Vector3.UnitY;
            var dz = (At(b, at + k) - At(b, at - k)) / h + Vector3.UnitZ;
            yield return Vector3.Dot(Vector3.Cross(dx, dy), dz);
        }
    }

    private static double MidlineShift(VectorField backward) =>
        Enumerable
            .Range(0, Head.Voxels.Length)
            .Where(i => Head.Voxels[i] == (byte)HeadMaterial.Falx)
            .Average(i => (double)backward.X.Voxels[i]);

    private static Volume<byte> MakeHead()
    {
        var head = new Volume<byte>(Geometry);
        for (var i = 0; i < head.Voxels.Length; i++)
        {
            var at = World(i);
            if (Radius(i, default) >= 40)
                continue;
            var isVentricle = Radius(i, new(-2, -4, -8)) < 11;
            var isFalx = at.X is > -4 and < 4 && at.Z > 2;
            head.Voxels[i] = (byte)(
                isFalx ? HeadMaterial.Falx
                : isVentricle ? HeadMaterial.Fluid
                : HeadMaterial.Parenchyma
            );
        }

        return head;
    }

    private static Volume<float> MakeSeed(Point3 centre, double radius)
    {
        var seed = new Volume<float>(Geometry);
        for (var i = 0; i < seed.Voxels.Length; i++)
            seed.Voxels[i] = (float)Math.Clamp((radius - Radius(i, centre)) / Spacing + 0.5, 0, 1);
        return seed;
    }

    private static double Radius(int i, Point3 centre) => (World(i) - centre).Length;

    private static Point3 World(int i)
    {
        var at = Index(i);
        return Geometry.Affine.Apply(new(at.X, at.Y, at.Z));
    }

    private static Vector3 Index(int i) => new(i % 24, i / 24 % 24, i / 576);

    private static Vector3 At(VectorField u, int i) => new(u.X.Voxels[i], u.Y.Voxels[i], u.Z.Voxels[i]);

    private sealed class Sink(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
