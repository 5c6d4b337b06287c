namespace Concord.Learning.Preprocessing;

/// <summary>A subject as training takes it.</summary>
/// <param name="Image">What the network sees.</param>
/// <param name="Categories">Global category of each voxel of the working grid, first index fastest.</param>
/// <param name="Warnings">What was noticed when its files were read.</param>
public sealed record PreparedSubject(
    PreparedImage Image,
    ReadOnlyMemory<byte> Categories,
    IReadOnlyList<string> Warnings
);
