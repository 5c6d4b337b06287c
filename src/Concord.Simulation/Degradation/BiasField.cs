using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Degradation;

/// <summary>
/// Intensity inhomogeneity: a smooth field that multiplies an image. Its level is BrainWeb's: at "20 %" the field
/// runs from 0.90 to 1.10 over the brain, and other levels scale that.
/// </summary>
public static class BiasField
{
    /// <summary>Makes a field.</summary>
    /// <param name="anatomy">The head, whose brain sets the range.</param>
    /// <param name="percent">The level, in [0, 100]; 0 gives a field of ones.</param>
    /// <param name="seed">Which field.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public static Volume<float> Make(HeadAnatomy anatomy, double percent, ulong seed, int threads = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var random = new Random64(seed, 0x42494153);
        // Longer than the head: one hill and one valley at most.
        var waves = new PlaneWaves(ref random, 6, 220, 500);
        var field = Sample(anatomy.Geometry, waves, threads);
        var (low, high) = RangeInBrain(anatomy, field, threads);
        var scale = high > low ? (float)(percent / 100 / (high - low)) : 0;
        var middle = (low + high) / 2;
        var voxels = field.Voxels.AsSpan();
        TensorPrimitives.Subtract(voxels, middle, voxels);
        TensorPrimitives.Multiply(voxels, scale, voxels);
        TensorPrimitives.Add(voxels, 1, voxels);
        // Outside the brain it may run on, but never to where an image would vanish.
        TensorPrimitives.Max(voxels, 0.1f, voxels);
        return field;
    }

    private static Volume<float> Sample(VolumeGeometry geometry, PlaneWaves waves, int threads)
    {
        var field = new Volume<float>(geometry);
        Rows.ForEachPlane(
            geometry.Size.Z,
            threads,
            () => (Points: new PointRow(geometry.Size.X), Values: Rows.Make(geometry.Size.X)),
            (z, scratch) =>
            {
                for (var y = 0; y < geometry.Size.Y; y++)
                {
                    scratch.Points.Set(geometry.Affine, 0, y, z);
                    scratch.Values.AsSpan().Clear();
                    waves.AddAlong(scratch.Points, 0..geometry.Size.X, 1, scratch.Values);
                    scratch.Values.AsSpan(0, geometry.Size.X).CopyTo(field.Row(y, z));
                }
            }
        );
        return field;
    }

    private static (float Low, float High) RangeInBrain(HeadAnatomy anatomy, Volume<float> field, int threads)
    {
        var brain = Tissues.Brain.Where(anatomy.Has).Select(tissue => anatomy[tissue]).ToList();
        var planes = new (float Low, float High)[field.Size.Z];
        Rows.ForEachPlane(
            field.Size.Z,
            threads,
            () => new float[field.Size.X * field.Size.Y],
            (z, inside) =>
            {
                Array.Clear(inside);
                foreach (var membership in brain)
                    TensorPrimitives.Add(inside, membership.Plane(z), inside);
                var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
                var values = field.Plane(z);
                for (var i = 0; i < values.Length; i++)
                {
                    if (inside[i] < 0.5f)
                        continue;
                    low = MathF.Min(low, values[i]);
                    high = MathF.Max(high, values[i]);
                }

                planes[z] = (low, high);
            }
        );
        var (lowest, highest) = (planes.Min(p => p.Low), planes.Max(p => p.High));
        return lowest <= highest ? (lowest, highest) : (0, 0);
    }
}
