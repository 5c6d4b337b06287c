namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>How far the fluid around a tumour reaches, and how sharply it ends.</summary>
public sealed record EdemaSettings
{
    /// <summary>
    /// How far it reaches into white matter in mm, from the visible tumour to where it fills half of a voxel. That of
    /// a flat front and isotropic diffusion: farther along fibres, and 1 to 2 mm less around balls of 8 to 20 mm radius.
    /// At least 0. Default 15.
    /// </summary>
    public double Extent { get; init; } = 15;

    /// <summary>
    /// The width sqrt(D / rho) of its edge in mm, above 0; the density falls from 0.9 to 0.1 within about seven of
    /// them. Below a voxel's side a grid would slow it down. Default 1.5.
    /// </summary>
    public double EdgeWidth { get; init; } = 1.5;

    /// <summary>
    /// Its mean diffusivity in pure white matter in mm²/day, above 0. Default 1.5, ten times that of tumour cells. It sets
    /// the clock only: extent and width say what comes out.
    /// </summary>
    public double Diffusivity { get; init; } = 1.5;

    /// <summary>The share of the diffusivity that is left outside white matter, in [0, 1]. Default 0.002.</summary>
    public double GreyMatterShare { get; init; } = 0.002;

    /// <summary>The density in (0, 1] from which on the tumour itself leaks. Default 0.5.</summary>
    public double TumorThreshold { get; init; } = 0.5;

    /// <summary>The rate rho per day that gives the edge its width.</summary>
    public double Rate => Diffusivity / (EdgeWidth * EdgeWidth);

    /// <summary>
    /// How long it must spread to reach its extent: at the front speed 2 sqrt(D rho), and the delay of a steep start.
    /// </summary>
    public double Days => FrontTime.Days(Extent, Diffusivity, Rate);
}
