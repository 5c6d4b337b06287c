using Concord.Simulation.Internal;

namespace Concord.Simulation.Lesions;

/// <summary>An ellipsoid with an uneven edge: its radii in mm to the right, the front and the top.</summary>
internal sealed record LesionShape(float RadiusX, float RadiusY, float RadiusZ)
{
    /// <summary>The share of the white matter in its middle that it replaces, in (0.5, 1].</summary>
    public required float Strength { get; init; }

    /// <summary>What bends its edge.</summary>
    public required PlaneWaves Edge { get; init; }

    /// <summary>How far out it may reach, in mm.</summary>
    public float Reach => 1.5f * MathF.Max(RadiusX, MathF.Max(RadiusY, RadiusZ)) + 3;
}
