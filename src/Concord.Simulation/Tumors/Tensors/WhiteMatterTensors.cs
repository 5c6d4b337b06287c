using System.Numerics;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors.Tensors;

/// <summary>
/// Diffusion tensors from the shape of white matter, for a brain of which no diffusion scan is at hand. Fibres run
/// where leaving white matter costs most: along its sheets and bundles, around the ventricles rather than away from
/// them, and where that leaves a choice across or upwards (corpus callosum, corona radiata) rather than to the front. A
/// stage set with plausible directions, not tractography.
/// </summary>
/// <remarks>
/// The costs are a structure tensor (Förstner and Gülch 1987; Weickert 1998),
/// J = G * (grad w grad w^T) + radial n n^T + front-back y y^T, w the smoothed membership and n the gradient of the
/// ventricles' distance. T is (J + eps I)^-1, scaled to trace 3, and D = (1 - a) I + a T with a share a that is 0 in grey
/// matter and rises with the depth in white matter. J has no negative eigenvalue, so T and D are positive definite. With
/// tr J / (r - 1) added to eps, the eigenvalues of T stay within a ratio of r, since J's lie between 0 and its trace.
/// </remarks>
public static class WhiteMatterTensors
{
    /// <summary>Makes tensors.</summary>
    /// <param name="whiteMatter">Membership in [0, 1], on an RAS grid whose voxels are cubes.</param>
    /// <param name="greyMatter">Membership in [0, 1].</param>
    /// <param name="ventricleDistance">The distance to the lateral ventricles in mm, negative inside.</param>
    /// <param name="settings">How they look.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <returns>Dimensionless tensors of trace 3; the identity outside white matter.</returns>
    /// <exception cref="ArgumentException">Grids differ or don't suit, or a setting is out of its range.</exception>
    public static TensorField Make(
        Volume<float> whiteMatter,
        Volume<float> greyMatter,
        Volume<float> ventricleDistance,
        WhiteMatterTensorSettings settings,
        int threads = -1
    )
    {
        RasGrid.RequireSize(whiteMatter.Size, greyMatter.Size, nameof(greyMatter));
        RasGrid.RequireSize(whiteMatter.Size, ventricleDistance.Size, nameof(ventricleDistance));
        Validate(settings);
        var spacing = (float)RasGrid.Spacing(whiteMatter.Geometry);
        var tensors = new TensorField(whiteMatter.Geometry);
        var smooth = GaussianFilter.Smooth(whiteMatter, settings.GradientScale, threads);
        ForEachRegister(
            smooth,
            threads,
            (x, y, z) => Sym3.Outer(Differences.Gradient(smooth, spacing, x, y, z)).Store(tensors, y, z, x)
        );
        Volume<float>[] parts = [tensors.XX, tensors.YY, tensors.ZZ, tensors.XY, tensors.XZ, tensors.YZ];
        foreach (var part in parts)
            GaussianFilter.Smooth(part, settings.StructureScale, threads).Voxels.CopyTo(part.Voxels, 0);
        var grey = GaussianFilter.Smooth(greyMatter, settings.RiseDepth, threads);
        // Of ventricles that aren't there, as far from them or in maps without, nothing has a direction.
        var hasVentricles = float.IsFinite(ventricleDistance.Voxels[0]);
        ForEachRegister(
            grey,
            threads,
            (x, y, z) =>
            {
                var away = hasVentricles ? Differences.Gradient(ventricleDistance, spacing, x, y, z) : default;
                var share = Share(Rows.Load(whiteMatter.Row(y, z), x), Rows.Load(grey.Row(y, z), x), settings);
                Tensor(Sym3.Load(tensors, y, z, x), away, share, settings).Store(tensors, y, z, x);
            }
        );
        return tensors;
    }

    private static Sym3 Tensor(Sym3 structure, Vec3 away, Vector<float> share, WhiteMatterTensorSettings settings)
    {
        // The distance changes by 1 mm a mm, less where two parts of the ventricles are equally near.
        var steep = Vector.Max(away.Dot(away), Vector<float>.One);
        var radial = new Vector<float>((float)settings.RadialPenalty) / steep;
        var front = new Vec3(Vector<float>.Zero, Vector<float>.One, Vector<float>.Zero);
        var cost =
            structure
            + Sym3.Outer(away) * radial
            + Sym3.Outer(front) * new Vector<float>((float)settings.FrontBackPenalty);
        var any =
            new Vector<float>((float)settings.Isotropy)
            + cost.Trace * new Vector<float>((float)(1 / (settings.LargestRatio - 1)));
        var inverse = (cost + Sym3.Identity * any).Adjugate();
        return inverse * (share * new Vector<float>(3) / inverse.Trace) + Sym3.Identity * (Vector<float>.One - share);
    }

    // Grey matter, smoothed, is 1/2 at its border and falls with the depth like a normal distribution's tail.
    private static Vector<float> Share(Vector<float> white, Vector<float> grey, WhiteMatterTensorSettings settings)
    {
        var depth = Shapes.Clamp01(Vector<float>.One - grey - grey);
        var rise = depth * depth * (new Vector<float>(3) - depth - depth);
        return rise * Shapes.Clamp01(white) * new Vector<float>((float)settings.LargestAnisotropy);
    }

    private static void ForEachRegister(Volume<float> grid, int threads, Action<int, int, int> work) =>
        Rows.ForEachPlane(
            grid.Size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < grid.Size.Y; y++)
                for (var x = 0; x < grid.Size.X; x += Vector<float>.Count)
                    work(x, y, z);
            }
        );

    private static void Validate(WhiteMatterTensorSettings s)
    {
        if (!(Math.Min(s.GradientScale, Math.Min(s.StructureScale, s.RiseDepth)) > 0))
            throw new ArgumentException("The scales must be above 0.", nameof(s));
        if (!(s.RadialPenalty >= 0 && s.FrontBackPenalty >= 0 && s.Isotropy > 0))
            throw new ArgumentException("The penalties must be at least 0 and the isotropy above it.", nameof(s));
        if (!(s.LargestRatio > 1 && s.LargestAnisotropy is >= 0 and <= 1))
            throw new ArgumentException("The ratio must be above 1, the anisotropy in [0, 1].", nameof(s));
    }
}
