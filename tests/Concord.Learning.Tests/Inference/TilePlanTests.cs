using Concord.Learning.Inference;

namespace Concord.Learning.Tests.Inference;

public sealed class TilePlanTests
{
    [Fact]
    public void Covers_every_voxel_and_stays_inside()
    {
        Gen.Int[1, 300]
            .Select(Gen.Int[1, 8], Gen.Double[0, 0.9], Gen.Int[0, 20])
            .Sample(
                (size, blocks, overlap, from) =>
                {
                    var volume = from + size + 5;
                    var shared = (int)(8 * blocks * overlap);
                    var plan = new TilePlan(from, size, 8 * blocks, shared, stride: 8, volume);
                    (plan.Tile % 8).ShouldBe(0);
                    plan.Starts[0].ShouldBeInRange(0, from);
                    plan.End.ShouldBeGreaterThanOrEqualTo(from + size);
                    // Beyond the volume only where it is smaller than the tile.
                    plan.End.ShouldBeLessThanOrEqualTo(Math.Max(volume, plan.Tile));
                    plan.Starts.Zip(plan.Starts.Skip(1), (a, b) => b - a)
                        .ShouldAllBe(step => step > 0 && step <= Math.Max(1, plan.Tile - shared));
                    if (size > plan.Tile)
                        plan.End.ShouldBe(from + size);
                    plan.Weights.ShouldAllBe(w => w > 0);
                }
            );
    }
}
