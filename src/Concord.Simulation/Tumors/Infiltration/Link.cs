namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>One direction in which neighbours exchange.</summary>
/// <param name="Step">From a voxel to its neighbour in memory, above 0.</param>
/// <param name="Weights">
/// What flows between a voxel and that neighbour per day and difference in density, at least 0. Both ends read the same
/// number, so that what one loses the other gains.
/// </param>
internal readonly record struct Link(int Step, float[] Weights);
