using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// Prepared subjects in files that are mapped into memory: read, resampled and normalised once, shared by all trainings that
/// name the same folder, and never in memory as a whole. A subject has a file for each image (<c>image</c>, half precision)
/// and one for its labels (<see cref="CachedLabels"/>), in the safetensors format and named after the content of all that it
/// depends on (<see cref="CachedNames"/>), so nothing in the folder is ever stale.
/// </summary>
/// <param name="folder">Where the files lie; made when it is needed.</param>
public sealed class SubjectCache(string folder) : IDisposable
{
    private const string Image = "image";
    private const string Measures = "measures";

    private readonly List<MappedTensors> _open = [];

    /// <summary>A prepared subject, from its files where they are; what isn't there is made and kept.</summary>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="subject">Its files.</param>
    /// <param name="sequences">The channels.</param>
    /// <param name="preparation">How it is prepared.</param>
    /// <param name="offset">The number of the dataset's first category.</param>
    /// <param name="make">Prepares it.</param>
    /// <exception cref="BadInputException">A file can't be opened, or the folder doesn't give back what was written.</exception>
    public PreparedSubject Get(
        DatasetDefinition dataset,
        Subject subject,
        IReadOnlyList<string> sequences,
        Preparation preparation,
        int offset,
        Func<PreparedSubject> make
    )
    {
        var names = CachedNames.Of(dataset, subject, sequences, preparation, offset);
        PreparedSubject? made = null;
        var labels = Part(
            names.Labels,
            file => CachedLabels.Read(file, preparation.VoxelSize),
            Made,
            (path, own) => CachedLabels.Write(path, own, sequences, subject)
        );
        var size = labels.Grid.Geometry.Size;
        var images = names.Images.Select(
            (name, c) =>
                Part(
                    name,
                    file => file.Get<Half>(Image, size.Voxels),
                    Made,
                    (path, own) =>
                        MappedTensors.Write(
                            path,
                            size,
                            [(Image, own.Image.Channels[c])],
                            CachedFile.MadeFor(subject, sequences[c])
                        )
                )
        );
        return new(
            new(subject.Id, labels.Grid, [.. images], labels.Mask),
            labels.Categories,
            labels.WarningsOf(sequences, subject)
        );

        PreparedSubject Made() => made ??= make();
    }

    /// <summary>What is learnt from a subject's images (<see cref="ILearntScale.Measure"/>), from files as <see cref="Get"/>.</summary>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="subject">Its files.</param>
    /// <param name="sequences">The channels.</param>
    /// <param name="preparation">How they are prepared, without a standard.</param>
    /// <param name="measure">Measures each of them.</param>
    /// <exception cref="BadInputException">A file can't be opened, or the folder doesn't give back what was written.</exception>
    internal IReadOnlyList<IReadOnlyList<double>> Measure(
        DatasetDefinition dataset,
        Subject subject,
        IReadOnlyList<string> sequences,
        Preparation preparation,
        Func<IReadOnlyList<IReadOnlyList<double>>> measure
    )
    {
        // No image has this name: it would need a standard.
        var names = CachedNames.Of(dataset, subject, sequences, preparation, offset: 0).Images;
        IReadOnlyList<IReadOnlyList<double>>? made = null;
        return
        [
            .. names.Select((name, c) => Part(name, Read, () => made ??= measure(), (path, m) => Write(path, m[c], c))),
        ];

        static IReadOnlyList<double> Read(MappedTensors file) =>
            JsonSerializer.Deserialize<double[]>(file.Metadata[Measures])!;

        void Write(string path, IReadOnlyList<double> numbers, int c) =>
            MappedTensors.Write<byte>(
                path,
                new(1, 1, 1),
                [(Measures, new byte[1])],
                new Dictionary<string, string>(CachedFile.MadeFor(subject, sequences[c]), StringComparer.Ordinal)
                {
                    [Measures] = JsonSerializer.Serialize(numbers),
                }
            );
    }

    /// <summary>Closes the files; what <see cref="Get"/> gave is gone then.</summary>
    public void Dispose() => _open.ForEach(f => f.Dispose());

    private T Part<T, TMade>(string name, Func<MappedTensors, T> read, Func<TMade> make, Action<string, TMade> write)
    {
        var path = Path.Combine(folder, $"{name}.safetensors");
        if (TryRead(path, read, out var kept))
            return kept;
        var made = make();
        // That took a while: a training that was started together with this one may have been as fast, and has mapped its file.
        if (TryRead(path, read, out kept))
            return kept;
        try
        {
            write(path, made);
        }
        catch (BadInputException) when (TryRead(path, read, out kept))
        {
            // Another has just written and mapped the same bytes, which Windows doesn't let anybody replace.
            return kept;
        }

        return TryRead(path, read, out var written)
            ? written
            : throw new BadInputException(path, "can't be read back", "choose another cache folder");
    }

    // False where there is no file, or a damaged one: it is made again.
    private bool TryRead<T>(string path, Func<MappedTensors, T> read, [MaybeNullWhen(false)] out T found)
    {
        found = default;
        if (!File.Exists(path))
            return false;
        MappedTensors? file = null;
        try
        {
            file = new(path);
            found = read(file);
            lock (_open)
                _open.Add(file);
            CachedFile.Touch(path);
            return true;
        }
        catch (Exception e)
            when (e
                    is BadInputException
                        or FormatException
                        or JsonException
                        or KeyNotFoundException
                        or ArgumentException
                        or NullReferenceException
                        or IndexOutOfRangeException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            file?.Dispose();
            return false;
        }
    }
}
