using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;
using Concord.Simulation.Lesions;
using Concord.Simulation.Signal;
using Concord.Simulation.Tumors;

namespace Concord.Simulation;

/// <summary>What a simulated subject has, and what it is scanned with.</summary>
public sealed record SubjectSettings
{
    /// <summary>What the subject has. Default <see cref="SubjectKind.Brain"/>.</summary>
    public SubjectKind Kind { get; init; } = SubjectKind.Brain;

    /// <summary>
    /// The grid of images and truth. Default: BrainWeb's 181 x 217 x 181 voxels of 1 mm, RAS, the middle of the brain in
    /// the middle.
    /// </summary>
    public VolumeGeometry Geometry { get; init; } = Centred(new(181, 217, 181), Spacing.Isotropic(1));

    /// <summary>
    /// Whether images and truth lie on the grid of the anatomy's file instead, where it has one. Default false.
    /// </summary>
    public bool UsesOwnGrid { get; init; }

    /// <summary>How the scanner averages through its slices. Default <see cref="SliceProfile.Gaussian"/>.</summary>
    public SliceProfile Slices { get; init; } = SliceProfile.Gaussian;

    /// <summary>How the subject's head differs from the anatomy that it is made from.</summary>
    public DeformationSettings Deformation { get; init; } = new();

    /// <summary>The scanner. Default site A.</summary>
    public Site Site { get; init; } = SiteCatalog.Find("A");

    /// <summary>The names of the sequences, of those that the site has. Default T1 and FLAIR.</summary>
    public IReadOnlyList<string> Sequences { get; init; } = ["T1", "FLAIR"];

    /// <summary>
    /// The standard deviation of T1 and T2 within white matter in percent, in [0, 20]; other tissues vary in proportion.
    /// Default 6: with less, thresholds alone come near to segmenting the procedural heads (docs/results/simulators.md).
    /// </summary>
    public double TexturePercent { get; init; } = 6;

    /// <summary>
    /// The standard deviation between subjects of relaxation times and proton densities in percent, in [0, 20]. Default 3.
    /// </summary>
    public double VariationPercent { get; init; } = 3;

    /// <summary>How strongly the images ghost from motion, in [0, 1]. Default 0.</summary>
    public double Motion { get; init; }

    /// <summary>
    /// The share of k-space that is measured along the second axis, in [0.4, 1]; below 1 edges ring (Gibbs). Default 1.
    /// </summary>
    public double Sampled { get; init; } = 1;

    /// <summary>The lesions, if the subject has any.</summary>
    public LesionSettings Lesions { get; init; } = new();

    /// <summary>The tumour, if the subject has one.</summary>
    public TumorSettings Tumor { get; init; } = new();

    /// <summary>What a user gives for the tumour, in the space of the anatomy.</summary>
    public TumorInputs TumorInputs { get; init; } = new();

    /// <summary>
    /// The most threads to use; -1 for as many as there are cores. The subject is the same. Default -1.
    /// </summary>
    public int Threads { get; init; } = -1;

    /// <summary>A RAS grid with the world origin, the middle of the brain, in its middle.</summary>
    public static VolumeGeometry Centred(GridSize size, Spacing spacing) =>
        new(
            size,
            Affine.FromSpacing(
                spacing,
                new(-(size.X - 1) * spacing.X / 2, -(size.Y - 1) * spacing.Y / 2, -(size.Z - 1) * spacing.Z / 2)
            )
        );
}
