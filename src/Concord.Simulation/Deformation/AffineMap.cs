using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Deformation;

/// <summary>Turns, scales, shears, mirrors and shifts.</summary>
/// <param name="affine">From world mm to world mm.</param>
public sealed class AffineMap(Affine affine) : SubjectMap
{
    /// <summary>The matrix.</summary>
    public Affine Affine => affine;

    /// <inheritdoc/>
    internal override void Apply(PointRow points) => points.Transform(affine);
}
