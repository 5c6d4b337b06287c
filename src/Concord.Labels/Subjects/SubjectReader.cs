using Concord.Imaging;
using Concord.Imaging.Formats;
using Concord.Imaging.Geometry;
using Concord.Labels.Manifests;

namespace Concord.Labels.Subjects;

/// <summary>Reads a subject's files and makes sure that they fit together.</summary>
public static class SubjectReader
{
    /// <summary>Files whose grids differ by more than this many mm at a corner don't belong together.</summary>
    public const double GridTolerance = 0.1;

    /// <summary>Reads the images of some sequences, the candidates and the mask.</summary>
    /// <exception cref="BadInputException">A file is unusable, lies on another grid, or holds an unlisted value.</exception>
    public static SubjectData Read(DatasetDefinition dataset, Subject subject, IReadOnlyList<string> sequences)
    {
        var warnings = new List<string>();
        var images = new List<Volume<float>>();
        foreach (var sequence in sequences)
        {
            var file = Open(subject.Images[sequence], warnings);
            images.Add(file.ToIntensities());
            if (images.Count > 1)
                RequireSameGrid(file.Path, images[^1].Geometry, subject.Images[sequences[0]], images[0].Geometry);
        }

        var first = subject.Images[sequences[0]];
        CandidateMap? candidates = null;
        Volume<int>? labels = null;
        if (subject.Labels is not null && dataset.Protocol is not null)
        {
            var file = Open(subject.Labels, warnings);
            RequireSameGrid(file.Path, file.Geometry, first, images[0].Geometry);
            labels = file.ToLabels();
            candidates = CandidateMap.Translate(labels, dataset.Protocol, subject.Labels);
        }

        var mask = ReadMask(dataset.Mask.Kind, subject, images[0], labels, first, warnings);
        return new(subject, sequences, images, mask is null ? candidates : candidates?.Within(mask), mask, warnings);
    }

    /// <summary>Complains where two files lie on different grids.</summary>
    /// <exception cref="BadInputException">Sizes differ, or a corner is more than <see cref="GridTolerance"/> away.</exception>
    public static void RequireSameGrid(string path, VolumeGeometry grid, string otherPath, VolumeGeometry other)
    {
        var distance = grid.CornerDistance(other);
        if (distance <= GridTolerance)
            return;
        var problem = double.IsInfinity(distance)
            ? $"has {grid.Size} voxels, but {otherPath} has {other.Size}"
            : $"lies {distance:0.###} mm off {otherPath} at a corner (tolerance {GridTolerance} mm)";
        throw new BadInputException(path, problem, "resample it onto the grid of the first image");
    }

    private static Volume<byte>? ReadMask(
        MaskKind kind,
        Subject subject,
        Volume<float> image,
        Volume<int>? labels,
        string first,
        List<string> warnings
    )
    {
        var mask = new byte[image.Voxels.Length];
        var source = first;
        switch (kind)
        {
            case MaskKind.None:
                return null;
            case MaskKind.Files:
                source = subject.Mask!;
                var file = Open(source, warnings);
                RequireSameGrid(source, file.Geometry, first, image.Geometry);
                Mark(mask, file.ToIntensities().Voxels);
                break;
            case MaskKind.Labels when labels is not null:
                source = subject.Labels!;
                for (var i = 0; i < mask.Length; i++)
                    mask[i] = labels.Voxels[i] != 0 ? (byte)1 : (byte)0;
                break;
            default:
                Mark(mask, image.Voxels);
                break;
        }

        if (!mask.AsSpan().Contains((byte)1))
            throw new BadInputException(source, "gives an empty brain mask", "check the mask or leave 'mask' out");
        return image.With(mask);
    }

    private static void Mark(byte[] mask, float[] values)
    {
        for (var i = 0; i < mask.Length; i++)
            mask[i] = values[i] != 0 ? (byte)1 : (byte)0;
    }

    private static StoredImage Open(string path, List<string> warnings)
    {
        var file = ImageFile.Open(path);
        warnings.AddRange(file.Warnings.Select(w => $"{path}: {w}"));
        return file;
    }
}
