using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>Makes the memberships of a voxel sum to one.</summary>
internal static class FuzzySum
{
    // Eight bits a class: two classes that share a voxel may be off by one step each.
    private const float Tolerance = 2 / 255f;

    private static readonly BrainWebClass[] Brain =
    [
        BrainWebClass.Csf,
        BrainWebClass.GreyMatter,
        BrainWebClass.WhiteMatter,
        BrainWebClass.Glial,
        BrainWebClass.Lesion,
    ];

    /// <summary>
    /// Divides by the sum. But outside the brain, what a missing file leaves is the background's: where the sum is below one
    /// half, and everywhere if the background itself has no file.
    /// </summary>
    /// <param name="memberships">What is changed. A background is added if there is none.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <returns>
    /// A warning if in the brain (voxels of which it fills half or more) a sum was off by more than rounding to 8 bits
    /// explains; else null.
    /// </returns>
    public static string? Normalise(Dictionary<BrainWebClass, Volume<float>> memberships, int threads)
    {
        var geometry = memberships.Values.First().Geometry;
        var isAirMissing = memberships.TryAdd(BrainWebClass.Background, new(geometry));
        var all = memberships.OrderBy(m => m.Key).Select(m => m.Value).ToArray();
        var brain = Brain.Where(memberships.ContainsKey).Select(c => memberships[c]).ToArray();
        var background = memberships[BrainWebClass.Background];
        var (off, most) = (new int[geometry.Size.Z], new float[geometry.Size.Z]);
        Rows.ForEachPlane(
            geometry.Size.Z,
            threads,
            z =>
            {
                var (sum, share) = (new float[geometry.Size.X], new float[geometry.Size.X]);
                for (var y = 0; y < geometry.Size.Y; y++)
                {
                    Sum(all, y, z, sum);
                    Sum(brain, y, z, share);
                    var air = background.Row(y, z);
                    for (var x = 0; x < sum.Length; x++)
                    {
                        var deviation = Math.Abs(sum[x] - 1);
                        if (share[x] >= 0.5f && deviation > Tolerance + 1e-6f)
                        {
                            off[z]++;
                            most[z] = Math.Max(most[z], deviation);
                        }

                        if (sum[x] >= (isAirMissing && share[x] < 0.5f ? 1 : 0.5f))
                            continue;
                        air[x] += 1 - sum[x];
                        sum[x] = 1;
                    }

                    foreach (var volume in all)
                        TensorPrimitives.Divide(volume.Row(y, z), sum, volume.Row(y, z));
                }
            }
        );
        return off.Sum() is var count && count == 0
            ? null
            : $"the memberships of {count} voxels of the brain don't sum to 1 (off by up to {most.Max():0.###}): "
                + "they were divided by their sum";
    }

    private static void Sum(Volume<float>[] volumes, int y, int z, Span<float> sum)
    {
        sum.Clear();
        foreach (var volume in volumes)
            TensorPrimitives.Add(sum, volume.Row(y, z), sum);
    }
}
