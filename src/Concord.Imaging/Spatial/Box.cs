using Concord.Imaging.Geometry;

namespace Concord.Imaging.Spatial;

/// <summary>A part of a grid: its lowest voxel and its size.</summary>
/// <param name="X">Lowest index along the first axis.</param>
/// <param name="Y">Lowest index along the second axis.</param>
/// <param name="Z">Lowest index along the third axis.</param>
/// <param name="Size">Voxels along each axis.</param>
public readonly record struct Box(int X, int Y, int Z, GridSize Size);
