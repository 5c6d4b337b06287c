using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Labels.Subjects;
using Concord.Learning.Preprocessing.Intensities;

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
        var (grid, mask) = PlaceOf(data, preparation);
        var scale = preparation.Scale;
        var channels = OnGrid(data, grid, mask, preparation)
            .Select(i => ToHalf(scale.Apply(i.Image, mask, i.Source, preparation.StandardOf(i.Sequence))));
        return new(data.Subject.Id, grid, [.. channels], mask?.Voxels);
    }

    /// <summary>What a scale learns from a subject: for each sequence, of the image that <see cref="Make"/> would scale.</summary>
    internal static IReadOnlyList<IReadOnlyList<double>> Measure(
        SubjectData data,
        Preparation preparation,
        ILearntScale scale
    )
    {
        var (grid, mask) = PlaceOf(data, preparation);
        return [.. OnGrid(data, grid, mask, preparation).Select(i => scale.Measure(i.Image, mask, i.Source))];
    }

    private static (WorkingGrid Grid, Volume<byte>? Mask) PlaceOf(SubjectData data, Preparation preparation)
    {
        var first = data.Subject.Images[data.Sequences[0]];
        var grid = new WorkingGrid(data.Geometry, preparation.VoxelSize, data.Mask, first);
        return (grid, data.Mask is null ? null : grid.Bring(data.Mask));
    }

    // One at a time: each takes as much memory as all channels in half precision.
    private static IEnumerable<(string Sequence, Volume<float> Image, string Source)> OnGrid(
        SubjectData data,
        WorkingGrid grid,
        Volume<byte>? mask,
        Preparation preparation
    )
    {
        for (var i = 0; i < data.Images.Count; i++)
        {
            var (name, image) = (data.Sequences[i], grid.Bring(data.Images[i]));
            var source = data.Subject.Images[name];
            // Here, where every sequence lies on the mask's grid, which is the smallest too.
            yield return (
                name,
                preparation.BiasField is null ? image : BiasFieldCorrection.Apply(image, mask, source),
                source
            );
        }
    }

    private static ReadOnlyMemory<Half> ToHalf(Volume<float> image)
    {
        var half = new Half[image.Voxels.Length];
        TensorPrimitives.ConvertToHalf(image.Voxels, half);
        return half;
    }
}
