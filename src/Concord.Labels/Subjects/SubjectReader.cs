using Concord.Imaging;
using Concord.Imaging.Formats;
using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;
using Concord.Imaging.Spatial;
using Concord.Labels.Manifests;

namespace Concord.Labels.Subjects;

/// <summary>Reads a subject's files and makes sure that they fit together.</summary>
public static class SubjectReader
{
    /// <summary>Files whose grids differ by more than this many mm at a corner don't lie on each other.</summary>
    public const double GridTolerance = 0.1;

    private const byte NotReached = 2;

    /// <summary>
    /// Reads the images of some sequences, the candidates and the mask. Images stay on their own grids, in the world of the
    /// first one; candidates and mask come onto the first one's grid.
    /// </summary>
    /// <param name="dataset">Says how to read them.</param>
    /// <param name="subject">Its files.</param>
    /// <param name="sequences">The images; the first one's grid is the subject's.</param>
    /// <param name="registration">
    /// Whether images are registered to the first; none of a dataset whose files lie in one world is.
    /// </param>
    /// <exception cref="BadInputException">
    /// A file is unusable, doesn't fit the others, or holds an unlisted value.
    /// </exception>
    public static SubjectData Read(
        DatasetDefinition dataset,
        Subject subject,
        IReadOnlyList<string> sequences,
        Coregistration registration = Coregistration.Auto
    )
    {
        var remarks = new List<SubjectRemark>();
        var firstPath = subject.Images[sequences[0]];
        var first = Open(firstPath, remarks).ToIntensities();
        var images = new List<Volume<float>> { first };
        var placement = dataset.IsSameWorld ? null : new SequencePlacement(first, firstPath, registration);
        var own = new List<(string Path, VolumeGeometry Own, Lazy<VolumeGeometry> Placed)>();
        foreach (var path in sequences.Skip(1).Select(s => subject.Images[s]))
        {
            var image = OnAxesOf(Open(path, remarks).ToIntensities(), first.Geometry);
            var placed = Place(image, path);
            own.Add((path, image.Geometry, new(() => placed.Geometry)));
            images.Add(placed);
        }

        var places = new LabelPlacement(first.Geometry, firstPath, own.Concat(Unread()), dataset.IsSameWorld);
        CandidateMap? candidates = null;
        Volume<int>? labels = null;
        if (subject.Labels is not null && dataset.Protocol is not null)
        {
            labels = Open(subject.Labels, remarks).ToLabels();
            // As they stand in the file: what is unlisted must not be lost on the way.
            var found = CandidateMap.Translate(labels, dataset.Protocol, subject.Labels);
            var unknown = dataset.Protocol.UnknownCategory;
            candidates = found with { Categories = places.Bring(found.Categories, unknown, subject.Labels, remarks) };
        }

        var mask = ReadMask(dataset.Mask.Kind, subject, first, firstPath, labels, places, remarks);
        if (mask is not null)
            candidates = candidates?.Within(mask);
        mask?.Voxels.AsSpan().Replace(NotReached, (byte)0);
        return new(subject, sequences, images, candidates, mask, remarks);

        Volume<float> Place(Volume<float> image, string path)
        {
            if (placement?.Of(image, path) is not { } alignment)
                // Headers' noise must not look like another grid.
                return placement is null && !IsSameGrid(image.Geometry, first.Geometry)
                    ? image
                    : new(first.Geometry, image.Voxels);
            remarks.Add(placement.Describe(alignment, path));
            return alignment.Place(image);
        }

        // Labels may have been drawn on a sequence that nobody asked for: it is read only then.
        IEnumerable<(string Path, VolumeGeometry Own, Lazy<VolumeGeometry> Placed)> Unread() =>
            from image in subject.Images
            where !sequences.Contains(image.Key)
            select (
                image.Value,
                ImageFile.ReadGeometry(image.Value),
                new Lazy<VolumeGeometry>(() => Place(Open(image.Value, remarks).ToIntensities(), image.Value).Geometry)
            );
    }

    /// <summary>
    /// A volume on another one's axes, where its voxels are the same in the world but are stored in another order; else as it is.
    /// </summary>
    internal static Volume<T> OnAxesOf<T>(Volume<T> volume, VolumeGeometry first)
        where T : unmanaged =>
        !IsSameGrid(volume.Geometry, first) && IsSameGrid(Reorient.Geometry(volume.Geometry, first.Orientation), first)
            ? Reorient.To(volume, first.Orientation)
            : volume;

    /// <summary>Complains where two files lie on different grids.</summary>
    /// <exception cref="BadInputException">Sizes differ, or a corner is more than <see cref="GridTolerance"/> away.</exception>
    public static void RequireSameGrid(string path, VolumeGeometry grid, string otherPath, VolumeGeometry other)
    {
        if (GridProblem(grid, otherPath, other) is { } problem)
            throw new BadInputException(path, problem, "resample it onto the grid of the first image");
    }

    /// <summary>Whether two grids are the same to <see cref="GridTolerance"/>.</summary>
    public static bool IsSameGrid(VolumeGeometry a, VolumeGeometry b) => a.CornerDistance(b) <= GridTolerance;

    /// <summary>How a grid differs from another; null if they are the same to <see cref="GridTolerance"/>.</summary>
    internal static string? GridProblem(VolumeGeometry grid, string otherPath, VolumeGeometry other)
    {
        var distance = grid.CornerDistance(other);
        return distance <= GridTolerance ? null
            : double.IsInfinity(distance) ? $"has {grid.Size} voxels, but {otherPath} has {other.Size}"
            : FormattableString.Invariant(
                $"lies {distance:0.###} mm off {otherPath} at a corner (tolerance {GridTolerance} mm)"
            );
    }

    // 1 in the brain and 0 outside of it; where it doesn't reach, it says nothing of the labels there.
    private static Volume<byte>? ReadMask(
        MaskKind kind,
        Subject subject,
        Volume<float> image,
        string firstPath,
        Volume<int>? labels,
        LabelPlacement places,
        List<SubjectRemark> remarks
    )
    {
        Volume<byte> mask;
        string source;
        switch (kind)
        {
            case MaskKind.None:
                return null;
            case MaskKind.Files:
                source = subject.Mask!;
                mask = places.Bring(NotZero(Open(source, remarks).ToIntensities()), NotReached, source, remarks);
                break;
            case MaskKind.Labels when labels is not null:
                source = subject.Labels!;
                // That they were resampled has been said.
                mask = places.Bring(
                    labels.With(Array.ConvertAll(labels.Voxels, v => (byte)(v != 0 ? 1 : 0))),
                    NotReached,
                    source,
                    []
                );
                break;
            default:
                source = firstPath;
                mask = NotZero(image);
                break;
        }

        if (!mask.Voxels.AsSpan().Contains((byte)1))
            throw new BadInputException(source, "gives an empty brain mask", "check the mask or leave 'mask' out");
        return image.With(mask.Voxels);
    }

    private static Volume<byte> NotZero(Volume<float> image) =>
        image.With(Array.ConvertAll(image.Voxels, v => (byte)(v != 0 ? 1 : 0)));

    private static StoredImage Open(string path, List<SubjectRemark> remarks)
    {
        var file = ImageFile.Open(path);
        remarks.AddRange(file.Warnings.Select(w => new SubjectRemark(SubjectRemarkKind.Header, path, w)));
        return file;
    }
}
