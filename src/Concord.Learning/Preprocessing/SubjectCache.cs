using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

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
            (path, m) => CachedLabels.Write(path, m, sequences, subject)
        );
        var size = labels.Grid.Geometry.Size;
        var images = names.Images.Select(
            (name, c) =>
                Part(
                    name,
                    file => file.Get<Half>(Image, size.Voxels),
                    (path, m) =>
                        MappedTensors.Write(
                            path,
                            size,
                            [(Image, m.Image.Channels[c])],
                            CachedFile.MadeFor(subject, sequences[c])
                        )
                )
        );
        return new(
            new(subject.Id, labels.Grid, [.. images], labels.Mask),
            labels.Categories,
            labels.WarningsOf(sequences, subject)
        );

        T Part<T>(string name, Func<MappedTensors, T> read, Action<string, PreparedSubject> write)
        {
            var path = Path.Combine(folder, $"{name}.safetensors");
            if (TryRead(path, read, out var kept))
                return kept;
            made ??= make();
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
    }

    /// <summary>Closes the files; what <see cref="Get"/> gave is gone then.</summary>
    public void Dispose() => _open.ForEach(f => f.Dispose());

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
