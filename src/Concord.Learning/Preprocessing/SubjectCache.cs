using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// Prepared subjects in files that are mapped into memory: read, resampled and normalised once, shared by all trainings that
/// name the same folder, and never in memory as a whole. A file is named after the content of the subject's files and all
/// that its preparation depends on, so nothing in the folder is ever stale. It is a safetensors file:
/// <c>image.NAME</c> in half precision, <c>voxel_categories</c> and <c>mask</c> in bytes, each [z, y, x].
/// </summary>
/// <param name="folder">Where the files lie; made when it is needed.</param>
public sealed class SubjectCache(string folder) : IDisposable
{
    // Another number for another preparation of the same files.
    private const string Version = "1";
    private const string Image = "image.";

    // After the images in the order of names: numbers of two bytes then lie at even places.
    private const string Categories = "voxel_categories";
    private const string Mask = "mask";
    private const string Facts = "concord";

    private readonly List<MappedFile> _open = [];

    /// <summary>A prepared subject, from its file if there is one, and else made and kept.</summary>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="subject">Its files.</param>
    /// <param name="sequences">The channels.</param>
    /// <param name="spacing">The working voxel size.</param>
    /// <param name="offset">The number of the dataset's first category.</param>
    /// <param name="make">Prepares it.</param>
    public PreparedSubject Get(
        DatasetDefinition dataset,
        Subject subject,
        IReadOnlyList<string> sequences,
        Spacing spacing,
        int offset,
        Func<PreparedSubject> make
    )
    {
        var path = Path.Combine(folder, $"{KeyOf(dataset, subject, sequences, spacing, offset)}.safetensors");
        if (TryOpen(path, subject, sequences, spacing) is { } kept)
            return kept;
        Write(path, make(), sequences);
        return TryOpen(path, subject, sequences, spacing)
            ?? throw new BadInputException(path, "can't be read back", "choose another cache folder");
    }

    /// <summary>Closes the files; what <see cref="Get"/> gave is gone then.</summary>
    public void Dispose() => _open.ForEach(f => f.Dispose());

    private static string KeyOf(
        DatasetDefinition dataset,
        Subject subject,
        IReadOnlyList<string> sequences,
        Spacing spacing,
        int offset
    )
    {
        var hash = new XxHash128();
        var meanings = dataset.Protocol!.Meanings.Select(m => $"{m.Key}:{string.Join('+', m.Value.Classes)}");
        var text = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Version}|{IntensityNormalization.Name}|{spacing.X:R},{spacing.Y:R},{spacing.Z:R}|{offset}|{dataset.Mask.Kind}|"
                + $"{string.Join(',', dataset.Protocol.Space.Classes)}|{string.Join(',', meanings)}"
        );
        hash.Append(Encoding.UTF8.GetBytes(text));
        foreach (var name in sequences)
            Append(name, subject.Images[name]);
        Append(Categories, subject.Labels!);
        if (subject.Mask is not null)
            Append(Mask, subject.Mask);
        return Convert.ToHexStringLower(hash.GetCurrentHash());

        void Append(string name, string image)
        {
            foreach (var path in ImageFile.FilesOf(image))
            {
                try
                {
                    using var file = File.OpenRead(path);
                    hash.Append(Encoding.UTF8.GetBytes($"|{name}|{file.Length}|"));
                    hash.Append(file);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    throw new BadInputException(path, "can't be opened", "check the path", e);
                }
            }
        }
    }

    private static void Write(string path, PreparedSubject made, IReadOnlyList<string> sequences)
    {
        using var scope = NewDisposeScope();
        var size = made.Image.Size;
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, voxels) in sequences.Zip(made.Image.Channels))
            tensors[Image + name] = ToTensor<Half>(voxels.Span, ScalarType.Float16);
        tensors[Categories] = ToTensor<byte>(made.Categories.Span, ScalarType.Byte);
        if (made.Image.Mask is { } mask)
            tensors[Mask] = ToTensor<byte>(mask.Voxels, ScalarType.Byte);
        var grid = made.Image.Grid;
        var facts = new CachedFacts(
            [grid.Native.Size.X, grid.Native.Size.Y, grid.Native.Size.Z],
            [.. Enumerable.Range(0, 4).Select(grid.Native.Affine.Column).SelectMany(c => new[] { c.X, c.Y, c.Z })],
            [grid.Box.X, grid.Box.Y, grid.Box.Z, grid.Box.Size.X, grid.Box.Size.Y, grid.Box.Size.Z],
            made.Warnings
        );
        SafetensorsFile.Write(
            path,
            tensors,
            new Dictionary<string, string>(StringComparer.Ordinal) { [Facts] = JsonSerializer.Serialize(facts) }
        );

        Tensor ToTensor<T>(ReadOnlySpan<T> values, ScalarType type)
            where T : unmanaged
        {
            var tensor = empty([size.Z, size.Y, size.X], type);
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).CopyTo(tensor.bytes);
            return tensor;
        }
    }

    // Null where there is none, or a damaged one: it is made again.
    private PreparedSubject? TryOpen(string path, Subject subject, IReadOnlyList<string> sequences, Spacing spacing)
    {
        if (!File.Exists(path))
            return null;
        MappedFile? file = null;
        try
        {
            file = new MappedFile(path);
            var found = Read(file, path, subject, sequences, spacing);
            lock (_open)
                _open.Add(file);
            return found;
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
            return null;
        }
    }

    private static PreparedSubject Read(
        MappedFile file,
        string path,
        Subject subject,
        IReadOnlyList<string> sequences,
        Spacing spacing
    )
    {
        var places = SafetensorsFile.PlacesIn(path, out var metadata);
        var facts = JsonSerializer.Deserialize<CachedFacts>(metadata[Facts])!;
        var native = new VolumeGeometry(
            new(facts.Size[0], facts.Size[1], facts.Size[2]),
            Affine.FromColumns(Column(0), Column(1), Column(2), Column(3))
        );
        var (box, side) = (facts.Box, facts.Box[3..]);
        var grid = new WorkingGrid(native, spacing, new Box(box[0], box[1], box[2], new(side[0], side[1], side[2])));
        var mask = places.ContainsKey(Mask) ? new Volume<byte>(grid.Geometry, Part<byte>(Mask).ToArray()) : null;
        var image = new PreparedImage(subject.Id, grid, [.. sequences.Select(s => Part<Half>(Image + s))], mask);
        return new(image, Part<byte>(Categories), facts.Warnings);

        Point3 Column(int c) => new(facts.Affine[3 * c], facts.Affine[3 * c + 1], facts.Affine[3 * c + 2]);

        ReadOnlyMemory<T> Part<T>(string name)
            where T : unmanaged
        {
            var part = file.Part<T>(places[name].From, places[name].Bytes);
            return part.Length == grid.Geometry.Size.Voxels
                ? part
                : throw new FormatException($"{name} has {part.Length} voxels");
        }
    }

    private sealed record CachedFacts(int[] Size, double[] Affine, int[] Box, IReadOnlyList<string> Warnings);
}
