using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels.Subjects;

namespace Concord.Learning.Preprocessing;

/// <summary>A subject's images as the network takes them: on the working grid, normalised, in half precision.</summary>
/// <param name="Id">The subject.</param>
/// <param name="Grid">The working grid and the way back.</param>
/// <param name="Channels">The voxels for each sequence, first index fastest.</param>
/// <param name="Mask">1 in the brain, for each voxel of the working grid; empty where there is none.</param>
public sealed record PreparedImage(
    string Id,
    WorkingGrid Grid,
    IReadOnlyList<ReadOnlyMemory<Half>> Channels,
    ReadOnlyMemory<byte> Mask = default
)
{
    /// <summary>Voxels along each axis.</summary>
    public GridSize Size => Grid.Geometry.Size;

    /// <summary>Prepares a subject; training and prediction both go through here.</summary>
    public static PreparedImage Make(SubjectData data, Preparation preparation)
    {
        var grid = new WorkingGrid(
            data.Geometry,
            preparation.VoxelSize,
            data.Mask,
            data.Subject.Images[data.Sequences[0]]
        );
        var mask = data.Mask is null ? null : grid.Bring(data.Mask);
        var channels = data.Sequences.Zip<string, Volume<float>, ReadOnlyMemory<Half>>(
            data.Images,
            (name, image) => ToHalf(grid.Bring(image), mask, data.Subject.Images[name])
        );
        return new(data.Subject.Id, grid, [.. channels], mask?.Voxels);
    }

    private static Half[] ToHalf(Volume<float> image, Volume<byte>? mask, string source)
    {
        var normalized = IntensityNormalization.Apply(image, mask, source);
        var half = new Half[normalized.Voxels.Length];
        TensorPrimitives.ConvertToHalf(normalized.Voxels, half);
        return half;
    }
}
