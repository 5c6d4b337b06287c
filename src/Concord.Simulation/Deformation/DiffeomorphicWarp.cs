using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Deformation;

/// <summary>
/// A random smooth deformation that can be undone: the flow, for unit time, of a velocity field that doesn't change with
/// time. It is the field's exponential, by scaling and squaring (Arsigny et al. 2006): a small step, composed with itself
/// again and again.
/// </summary>
public static class DiffeomorphicWarp
{
    private const int Squarings = 7;
    private const float NodeSpacing = 5;

    // Steeper than this would be a strange head; no fold comes near.
    private const float LeastJacobian = 0.25f;

    /// <summary>Makes a deformation.</summary>
    /// <param name="centre">The middle of the head in world mm.</param>
    /// <param name="reach">How far the head reaches from there along each axis, in mm.</param>
    /// <param name="amplitude">The root mean square of each component in mm, in [0, 6].</param>
    /// <param name="seed">Which deformation.</param>
    public static DisplacementMap Make(Point3 centre, Point3 reach, double amplitude, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amplitude);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amplitude, 6);
        for (var scale = 1f; ; scale *= 0.8f)
        {
            var grid = Exponential(Velocity(centre, reach, scale * amplitude, seed));
            if (grid.SmallestJacobian() > LeastJacobian)
                return new(grid);
        }
    }

    /// <summary>A velocity in mm per unit of time at each node.</summary>
    internal static DisplacementGrid Velocity(Point3 centre, Point3 reach, double amplitude, ulong seed)
    {
        var half = new Vector3((float)reach.X, (float)reach.Y, (float)reach.Z);
        var size = new GridSize(Nodes(half.X), Nodes(half.Y), Nodes(half.Z));
        var spacing = 2 * half / new Vector3(size.X - 1, size.Y - 1, size.Z - 1);
        var middle = new Vector3((float)centre.X, (float)centre.Y, (float)centre.Z);
        var grid = new DisplacementGrid(size, middle - half, spacing);
        var random = new Random64(seed, 0x57415250);
        var (coarse, fine) = (new PlaneWaves[3], new PlaneWaves[3]);
        for (var axis = 0; axis < 3; axis++)
        {
            coarse[axis] = new(ref random, 20, 80, 160);
            fine[axis] = new(ref random, 30, 40, 80);
        }

        // Squares add up to that of the amplitude.
        var (large, small) = ((float)(amplitude * Math.Sqrt(0.8)), (float)(amplitude * Math.Sqrt(0.2)));
        var places = Affine.FromSpacing(new(spacing.X, spacing.Y, spacing.Z), new(-half.X, -half.Y, -half.Z));
        Rows.ForEachPlane(
            size.Z,
            -1,
            () =>
                (
                    Points: new PointRow(size.X),
                    Values: new[] { Rows.Make(size.X), Rows.Make(size.X), Rows.Make(size.X) }
                ),
            (z, scratch) =>
            {
                for (var y = 0; y < size.Y; y++)
                {
                    scratch.Points.Set(places, 0, y, z);
                    var values = scratch.Values;
                    for (var axis = 0; axis < 3; axis++)
                    {
                        values[axis].AsSpan().Clear();
                        coarse[axis].AddAlong(scratch.Points, 0..size.X, large, values[axis]);
                        fine[axis].AddAlong(scratch.Points, 0..size.X, small, values[axis]);
                    }

                    for (var x = 0; x < size.X; x++)
                        grid[x, y, z] = new(values[0][x], values[1][x], values[2][x], 0);
                }
            }
        );
        return grid;
    }

    /// <summary>The displacement after unit time.</summary>
    internal static DisplacementGrid Exponential(DisplacementGrid velocity)
    {
        var size = velocity.Size;
        var flow = new DisplacementGrid(size, velocity.Place(0, 0, 0), velocity.Spacing);
        for (var i = 0; i < flow.Nodes.Length; i++)
            flow.Nodes[i] = velocity.Nodes[i] * (1f / (1 << Squarings));
        for (var squaring = 0; squaring < Squarings; squaring++)
        {
            var half = flow;
            var twice = new DisplacementGrid(size, half.Place(0, 0, 0), half.Spacing);
            Parallel.For(
                0,
                size.Z,
                z =>
                {
                    for (var y = 0; y < size.Y; y++)
                    for (var x = 0; x < size.X; x++)
                    {
                        var d = half[x, y, z];
                        twice[x, y, z] = d + half.At(half.Place(x, y, z) + new Vector3(d.X, d.Y, d.Z));
                    }
                }
            );
            flow = twice;
        }

        return flow;
    }

    private static int Nodes(float half) => Math.Max(2, (int)MathF.Ceiling(2 * half / NodeSpacing) + 1);
}
