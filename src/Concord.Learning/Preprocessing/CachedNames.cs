using System.Text.Json;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// What the parts of a prepared subject are called in a cache: hashes of the content of all files that a part depends on, and
/// of how it is prepared. An image doesn't depend on the labels, unless they are its mask, nor on the other images but for the
/// first, on whose grid it lies: what one training prepared is there for another of other sequences or labels.
/// </summary>
/// <param name="Images">A name for each sequence.</param>
/// <param name="Labels">The name of categories, mask, and what was noticed.</param>
internal sealed record CachedNames(IReadOnlyList<string> Images, string Labels)
{
    /// <summary>Another number for another preparation of the same files.</summary>
    internal const int Version = 5;

    /// <summary>Reads the subject's files and names its parts.</summary>
    /// <exception cref="BadInputException">A file can't be opened.</exception>
    public static CachedNames Of(
        DatasetDefinition dataset,
        Subject subject,
        IReadOnlyList<string> sequences,
        Preparation preparation,
        int offset
    )
    {
        var contents = sequences.Select(s => ContentHash.OfImage(subject.Images[s])).ToList();
        var labels = ContentHash.OfImage(subject.Labels!);
        // The working grid is the first image's, cropped to the mask.
        var mask = dataset.Mask.Kind switch
        {
            MaskKind.Files => ContentHash.OfImage(subject.Mask!),
            MaskKind.Labels => labels,
            _ => "",
        };
        var how = JsonSerializer.Serialize(preparation with { IsMasked = false, Standards = null });
        var place =
            $"{Version}|{how}|{contents[0]}|{dataset.Mask.Kind}|{mask}|{dataset.IsSameWorld}|{DrawnOn(dataset, subject, sequences)}";
        // By place, and with the sequence's own standard only: another manifest may have others beside it, and other names.
        List<string> images =
        [
            .. sequences.Zip(contents, (s, c) => ContentHash.Of($"image|{place}|{c}{StandardOf(s)}")),
        ];
        var protocol = dataset.Protocol!;
        var meanings = protocol.Meanings.Select(m => $"{m.Key}:{string.Join('+', m.Value.Classes)}");
        string[] depends =
        [
            place,
            labels,
            $"{offset}",
            string.Join(',', protocol.Space.Classes),
            string.Join(',', meanings),
            .. images,
        ];
        return new(images, ContentHash.Of($"labels|{string.Join('|', depends)}"));

        string StandardOf(string sequence) =>
            preparation.StandardOf(sequence) is { } standard ? $"|{JsonSerializer.Serialize(standard)}" : "";
    }

    // Labels and masks may lie on any other sequence, and move with it.
    private static string DrawnOn(DatasetDefinition dataset, Subject subject, IReadOnlyList<string> sequences)
    {
        var grid = ImageFile.ReadGeometry(subject.Images[sequences[0]]);
        var drawn = new[] { subject.Labels, dataset.Mask.Kind == MaskKind.Files ? subject.Mask : null };
        return drawn.OfType<string>().All(d => SubjectReader.IsSameGrid(ImageFile.ReadGeometry(d), grid))
            ? ""
            : string.Join(
                ',',
                subject.Images.Where(i => i.Key != sequences[0]).Select(i => ContentHash.OfImage(i.Value))
            );
    }
}
