using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>
/// Vasogenic edema: fluid that leaks from a tumour and follows white matter, which grey matter stops. Modelled as a
/// second field that obeys <see cref="ReactionDiffusion"/>, faster and with a sharper front than the cells', so that
/// it fills the white matter around the tumour up to a given distance.
/// </summary>
public static class Edema
{
    /// <summary>Lets edema spread.</summary>
    /// <param name="tumor">
    /// Its cells' density, in [0, 1]. It starts from where that reaches the threshold: the thin end that reaches far
    /// beyond would otherwise grow at once wherever it is, and the extent would be that of the cells.
    /// </param>
    /// <param name="whiteMatter">Membership in [0, 1]; a voxel that is half white matter lets half as much through.</param>
    /// <param name="tensors">Dimensionless, of trace 3; null for isotropic.</param>
    /// <param name="settings">How far and how sharp.</param>
    /// <param name="domain">Not 0 where tissue is; nothing passes to the outside.</param>
    /// <param name="progress">Told the share of the work that is done, in [0, 1].</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. The result is the same.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <returns>The share of each voxel that is swollen, in [0, 1]; the tumour itself is included.</returns>
    /// <exception cref="ArgumentException">A setting or a membership is out of its range, or grids differ.</exception>
    public static Volume<float> Spread(
        Volume<float> tumor,
        Volume<float> whiteMatter,
        TensorField? tensors,
        EdemaSettings settings,
        Volume<byte> domain,
        IProgress<double>? progress = null,
        int threads = -1,
        CancellationToken cancellation = default
    )
    {
        RequireRange(settings.Extent, 0, nameof(settings.Extent));
        RequireRange(settings.EdgeWidth, 1e-3, nameof(settings.EdgeWidth));
        RequireRange(settings.Diffusivity, 1e-6, nameof(settings.Diffusivity));
        RasGrid.RequireSize(tumor.Size, whiteMatter.Size, nameof(whiteMatter));
        var (start, medium) = (new Volume<float>(tumor.Geometry), new Volume<float>(tumor.Geometry));
        var (fast, slow) = ((float)settings.Diffusivity, (float)settings.GreyMatterShare);
        Rows.ForEachPlane(
            tumor.Size.Z,
            threads,
            z =>
            {
                var density = tumor.Plane(z);
                var source = start.Plane(z);
                for (var i = 0; i < density.Length; i++)
                    source[i] = density[i] >= settings.TumorThreshold ? density[i] : 0;
                var diffusivity = medium.Plane(z);
                TensorPrimitives.Max(whiteMatter.Plane(z), slow, diffusivity);
                TensorPrimitives.Multiply(diffusivity, fast, diffusivity);
            }
        );
        return ReactionDiffusion.Run(
            start,
            medium,
            tensors,
            new() { Proliferation = settings.Rate, Days = settings.Days },
            domain,
            progress,
            threads,
            cancellation
        );
    }

    private static void RequireRange(double value, double least, string name)
    {
        if (!(value >= least && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"It must be finite and at least {least}.");
    }
}
