using Concord.Simulation.Anatomy;
using Concord.Simulation.Fields;

namespace Concord.Simulation.Deformation;

/// <summary>Adds a displacement that is known on a grid: p goes to p + d(p), linearly interpolated.</summary>
public sealed class DisplacementMap : SubjectMap
{
    private readonly DisplacementGrid _grid;

    /// <summary>Makes a map from displacements in mm.</summary>
    /// <exception cref="ArgumentException">The field's axes aren't those of the world.</exception>
    public DisplacementMap(VectorField displacement)
        : this(DisplacementGrid.Of(displacement)) { }

    internal DisplacementMap(DisplacementGrid grid) => _grid = grid;

    /// <inheritdoc/>
    internal override void Apply(PointRow points) => _grid.Displace(points);
}
