using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Labels.Checks;

/// <summary>A subject in memory while it is looked at, with images and labels on a coarse grid of equal sides.</summary>
internal sealed class ExaminedSubject
{
    /// <summary>The sides of the coarse grid, in mm: flips, shifts and swaps show at this size.</summary>
    public const double Millimetres = 2;

    /// <summary>Levels of grey that are told apart.</summary>
    public const int Levels = 32;

    /// <summary>In place of a category: labels don't reach there.</summary>
    public const byte NotReached = byte.MaxValue;

    private ExaminedSubject() { }

    /// <summary>Its dataset.</summary>
    public required DatasetDefinition Dataset { get; init; }

    /// <summary>Its files.</summary>
    public required Subject Subject { get; init; }

    /// <summary>What was read.</summary>
    public required SubjectData Data { get; init; }

    /// <summary>The values in its label file; null if there is none.</summary>
    public required Volume<int>? Labels { get; init; }

    /// <summary>The images on the coarse grid, whose axes run RAS, as levels of grey.</summary>
    public required IReadOnlyList<Volume<byte>> Coarse { get; init; }

    /// <summary>The categories on the coarse grid; <see cref="NotReached"/> where labels don't reach.</summary>
    public required Volume<byte>? CoarseLabels { get; init; }

    /// <summary>The names of its sequences.</summary>
    public IReadOnlyList<string> Sequences => Data.Sequences;

    /// <summary>A finding about it.</summary>
    /// <param name="kind">What.</param>
    /// <param name="message">In a sentence.</param>
    /// <param name="image">The file to look at; null for the first image.</param>
    /// <param name="withLabels">Whether labels are drawn on it.</param>
    /// <param name="beside">Another file to look at.</param>
    public Finding Find(
        FindingKind kind,
        string message,
        string? image = null,
        bool withLabels = false,
        string? beside = null
    ) =>
        new(
            kind,
            Dataset.Name,
            Subject.Id,
            message,
            new(image ?? Subject.Images[Sequences[0]], withLabels ? Subject.Labels : null, beside)
        );

    /// <summary>Brings what was read onto the coarse grid.</summary>
    public static ExaminedSubject Of(DatasetDefinition dataset, SubjectData data, Volume<int>? labels)
    {
        var native = Reorient.Geometry(data.Geometry, Orientation.Ras);
        if (native.Size.Voxels * native.VoxelVolume > RigidRegistration.LargestVolume)
            throw new BadInputException(
                data.Subject.Images[data.Sequences[0]],
                $"{native.Size} voxels of {native.Spacing} are larger than any head",
                "check the voxel size in its header"
            );
        var grid = Resample.GridWithSpacing(native, Spacing.Isotropic(Millimetres));
        return new()
        {
            Dataset = dataset,
            Subject = data.Subject,
            Data = data,
            Labels = labels,
            Coarse =
            [
                .. AsTheyLie(data).Select(i => Quantize(Resample.OntoGrid(i, grid, Interpolation.Linear, Lowest(i)))),
            ],
            CoarseLabels = data.Candidates is null ? null : Coarsen(data.Candidates, grid),
        };
    }

    private static Volume<byte> Coarsen(CandidateMap candidates, VolumeGeometry grid)
    {
        var coarse = Resample.Labels(candidates.Categories, grid, NotReached);
        // Unless a value of the file means the same.
        if (!candidates.Protocol.Meanings.Values.Contains(candidates.Protocol.Space.All))
            coarse.Voxels.AsSpan().Replace(candidates.Protocol.UnknownCategory, NotReached);
        return coarse;
    }

    // What lies on the first image's grid is looked at there, also if a training would move it.
    private static IEnumerable<Volume<float>> AsTheyLie(SubjectData data) =>
        data.Sequences.Zip(
            data.Images,
            (name, image) =>
                image.Geometry != data.Geometry
                && SubjectReader.IsSameGrid(ImageFile.ReadGeometry(data.Subject.Images[name]), data.Geometry)
                    ? new Volume<float>(data.Geometry, image.Voxels)
                    : image
        );

    private static float Lowest(Volume<float> image) =>
        System.Numerics.Tensors.TensorPrimitives.Min<float>(image.Voxels);

    private static Volume<byte> Quantize(Volume<float> image) =>
        image.With(Array.ConvertAll(SketchFrame.Clip(image).Voxels, v => (byte)Math.Clamp(v * Levels, 0, Levels - 1)));
}
