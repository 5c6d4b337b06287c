namespace Concord.Simulation.Deformation;

/// <summary>How far a subject may differ in shape from the anatomy that it is made from.</summary>
public sealed record DeformationSettings
{
    /// <summary>No difference at all.</summary>
    public static DeformationSettings None { get; } =
        new()
        {
            Warp = 0,
            Turn = 0,
            Scale = 0,
            Shear = 0,
            Shift = 0,
            Flip = 0,
        };

    /// <summary>
    /// The root mean square of each component of the smooth deformation in mm, in [0, 6]; half of it at wavelengths of
    /// 80 to 160 mm, a quarter at 40 to 80. Default 2.5.
    /// </summary>
    public double Warp { get; init; } = 2.5;

    /// <summary>The largest turn about each axis in degrees, in [0, 45]. Default 8.</summary>
    public double Turn { get; init; } = 8;

    /// <summary>The largest change of size along each axis in percent, in [0, 25]. Default 6.</summary>
    public double Scale { get; init; } = 6;

    /// <summary>The largest shear, in [0, 0.1]. Default 0.02.</summary>
    public double Shear { get; init; } = 0.02;

    /// <summary>The largest shift along each axis in mm, in [0, 50]. Default 4.</summary>
    public double Shift { get; init; } = 4;

    /// <summary>How likely left and right are exchanged, in [0, 1]. Default 0.5.</summary>
    public double Flip { get; init; } = 0.5;
}
