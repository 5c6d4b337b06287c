using Concord.Imaging.Geometry;
using Concord.Simulation.Lesions;
using Concord.Simulation.Signal;

namespace Concord.Simulation;

/// <summary>What a simulated subject is scanned with, and how ill it is.</summary>
public sealed record SubjectSettings
{
    /// <summary>
    /// The grid. Default: 96 x 112 x 96 voxels of 1.75 mm, RAS, the middle of the brain in the middle.
    /// </summary>
    public VolumeGeometry Geometry { get; init; } = Centred(new(96, 112, 96), Spacing.Isotropic(1.75));

    /// <summary>The sequences by name. Default: T1 and FLAIR.</summary>
    public IReadOnlyDictionary<string, PulseSequence> Sequences { get; init; } =
        new Dictionary<string, PulseSequence>(StringComparer.Ordinal)
        {
            ["T1"] = new SpoiledGradientEcho(),
            ["FLAIR"] = InversionRecoverySpinEcho.Flair(),
        };

    /// <summary>Noise in percent of the reference tissue's signal. Default 3.</summary>
    public double NoisePercent { get; init; } = 3;

    /// <summary>Intensity inhomogeneity in percent, in [0, 100]. Default 20.</summary>
    public double InhomogeneityPercent { get; init; } = 20;

    /// <summary>The standard deviation of the texture within tissues in percent, in [0, 20]. Default 2.</summary>
    public double TexturePercent { get; init; } = 2;

    /// <summary>
    /// The standard deviation between subjects of relaxation times and proton densities in percent. Default 2.
    /// </summary>
    public double VariationPercent { get; init; } = 2;

    /// <summary>Whether the subject has lesions. Default true.</summary>
    public bool HasLesions { get; init; } = true;

    /// <summary>The lesions, if any.</summary>
    public LesionSettings Lesions { get; init; } = new();

    /// <summary>The largest turn of the grid about each world axis in degrees, drawn at random. Default 0.</summary>
    public double LargestTurn { get; init; }

    /// <summary>The largest shift of the grid along each world axis in mm, drawn at random. Default 0.</summary>
    public double LargestShift { get; init; }

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
