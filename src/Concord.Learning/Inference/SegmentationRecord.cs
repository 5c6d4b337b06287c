using System.Text.Json;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Preprocessing;
using Concord.Learning.Training;

namespace Concord.Learning.Inference;

/// <summary>
/// What a segmentation was made of, which lies beside it as <c>&lt;name&gt;_dseg.json</c> (BIDS's name and place for it): where it
/// comes from, and by what to tell whether it would come out the same again.
/// </summary>
public sealed record SegmentationRecord
{
    // Another number where the same files would be segmented otherwise; how they are prepared has its own.
    private const int Version = 1;

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The images, the one on whose grid the result lies first, and the mask's file if there is one.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The run folder of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The strategy that the model was trained with.</summary>
    public required string Strategy { get; init; }

    /// <summary>What convolutions were computed in: <c>float32</c> or <c>bfloat16</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>Whether maps of probabilities lie beside it.</summary>
    public required bool Probabilities { get; init; }

    /// <summary>The version of Concord.</summary>
    public required string Concord { get; init; }

    /// <summary>
    /// A hash of the content of images, mask and model, and of which image's header it has. Where files lie is no part of it, nor
    /// are device, precision and threads, which change a segmentation by a few voxels at most.
    /// </summary>
    public required string Fingerprint { get; init; }

    /// <summary>Reads the files and says what a segmentation of them is made of.</summary>
    /// <param name="model">What segments.</param>
    /// <param name="run">The run folder that it was loaded from, and the hash of its files.</param>
    /// <param name="dataset">How the subject is to be read.</param>
    /// <param name="subject">Whose images these are.</param>
    /// <param name="sequences">The sequences, the one on whose grid the result lies first.</param>
    /// <param name="hasProbabilities">True if maps of probabilities are written too.</param>
    /// <exception cref="BadInputException">A file can't be read.</exception>
    public static SegmentationRecord Of(
        SegmentationModel model,
        (string Folder, string Hash) run,
        DatasetDefinition dataset,
        Subject subject,
        IReadOnlyList<string> sequences,
        bool hasProbabilities
    )
    {
        var mask = dataset.Mask.Kind switch
        {
            MaskKind.Files => subject.Mask,
            MaskKind.Labels => subject.Labels,
            _ => null,
        };
        // A damaged file is no other scan: its fault is told.
        foreach (var sequence in sequences)
            _ = ImageFile.ReadGeometry(subject.Images[sequence]);
        string[] depends =
        [
            $"{CachedNames.Version}.{Version}",
            run.Hash,
            .. sequences.Select(s => $"{s}:{ContentHash.OfImage(subject.Images[s])}"),
            $"{dataset.Mask.Kind}:{(mask is null ? "" : ContentHash.OfImage(mask))}",
            $"{dataset.IsSameWorld}",
            mask is null || dataset.IsSameWorld || IsOn(mask, subject.Images[sequences[0]]) ? "" : Others(),
        ];
        IEnumerable<string> sources =
        [
            .. sequences.Select(s => subject.Images[s]),
            .. mask is null ? [] : new[] { mask },
        ];
        return new()
        {
            Sources = [.. sources.Select(Path.GetFullPath)],
            Model = Path.GetFullPath(run.Folder),
            Strategy = model.Description.Strategy,
            Precision = model.Precision.ToString().ToLowerInvariant(),
            Probabilities = hasProbabilities,
            Concord = typeof(SegmentationRecord).Assembly.GetName().Version!.ToString(3),
            Fingerprint = ContentHash.Of(string.Join('|', depends)),
        };

        // A mask may be drawn on an image that the model doesn't take, and then moves with it.
        string Others() =>
            string.Join(
                ',',
                subject
                    .Images.Where(i => !sequences.Contains(i.Key))
                    .OrderBy(i => i.Key, StringComparer.Ordinal)
                    .Select(i => ContentHash.OfImage(i.Value))
            );
    }

    private static bool IsOn(string mask, string image) =>
        SubjectReader.IsSameGrid(ImageFile.ReadGeometry(mask), ImageFile.ReadGeometry(image));

    /// <summary>Whether this is what would be made again, with all that is asked for.</summary>
    public bool Answers(SegmentationRecord asked) =>
        Fingerprint == asked.Fingerprint && (Probabilities || !asked.Probabilities);

    /// <summary>A hash of the files of a model: of its description and weights, and of those of its members.</summary>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="BadInputException">A file can't be read.</exception>
    public static string HashOf(string folder)
    {
        var run = new RunFolder(folder);
        return ModelDescription.Read(run.Model).Members is { } members
            ? string.Join(
                '|',
                [ContentHash.OfFiles([run.Model]), .. members.Select(m => HashOf(Path.Combine(folder, m)))]
            )
            : ContentHash.OfFiles([run.Model, run.Weights]);
    }

    /// <summary>Reads a file; null if there is none, or none that can be understood.</summary>
    public static SegmentationRecord? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<SegmentationRecord>(File.ReadAllText(path), Options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a file.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Options) + "\n");
}
