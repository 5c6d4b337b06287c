using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Checkpoints;

/// <summary>
/// Tensors in a file of the safetensors format: the length of a JSON header as 64 bits, little-endian; the header, which
/// gives each tensor's type, shape and place; then the bytes. Tensors are sorted by name, so equal tensors make equal files.
/// </summary>
public static class SafetensorsFile
{
    private const string Metadata = "__metadata__";

    private static readonly Dictionary<ScalarType, (string Name, int Bytes)> Types = new()
    {
        [ScalarType.Float32] = ("F32", 4),
        [ScalarType.Float64] = ("F64", 8),
        [ScalarType.Int64] = ("I64", 8),
        [ScalarType.BFloat16] = ("BF16", 2),
        [ScalarType.Float16] = ("F16", 2),
        [ScalarType.Byte] = ("U8", 1),
    };

    /// <summary>Writes a file, whole or not at all.</summary>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        var header = new JsonObject();
        if (metadata is { Count: > 0 })
            header[Metadata] = new JsonObject(
                metadata.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value))
            );
        var sorted = tensors.OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        var offset = 0L;
        foreach (var (name, tensor) in sorted)
        {
            var (type, size) = Types[tensor.dtype];
            var end = offset + tensor.numel() * size;
            var shape = new JsonArray([.. tensor.shape.Select(s => (JsonNode)s)]);
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = shape,
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = new byte[(json.Length + 7) / 8 * 8];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded, 0);
        AtomicFile.Write(
            path,
            stream =>
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, padded.Length);
                stream.Write(length);
                stream.Write(padded);
                foreach (var (_, tensor) in sorted)
                {
                    using var scope = NewDisposeScope();
                    stream.Write(MemoryMarshal.AsBytes(tensor.detach().cpu().contiguous().bytes));
                }
            }
        );
    }

    /// <summary>Reads every tensor. The caller disposes of them.</summary>
    /// <exception cref="BadInputException">The file isn't in the format, or is cut short.</exception>
    public static Dictionary<string, Tensor> Read(string path, out IReadOnlyDictionary<string, string> metadata)
    {
        using var stream = Open(path);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            var header = ReadHeader(stream, path);
            metadata = MetadataOf(header);
            var start = stream.Position;
            foreach (var (name, entry) in header.Where(e => e.Key != Metadata))
            {
                var type = Types.First(t => t.Value.Name == (string)entry!["dtype"]!);
                var shape = entry!["shape"]!.AsArray().Select(s => (long)s!).ToArray();
                var (from, to) = ((long)entry["data_offsets"]![0]!, (long)entry["data_offsets"]![1]!);
                var count = shape.Aggregate(1L, (a, b) => checked(a * b));
                if (from < 0 || to - from != count * type.Value.Bytes || start + to > stream.Length)
                    throw new FormatException($"tensor {name} lies outside the file");
                var tensor = empty(shape, type.Key);
                stream.Position = start + from;
                stream.ReadExactly(tensor.bytes);
                tensors[name] = tensor;
            }
        }
        catch (Exception e) when (IsOfFormat(e))
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
            throw NotWhole(path, e);
        }

        return tensors;
    }

    /// <summary>Where the bytes of each tensor lie, for those who map the file.</summary>
    /// <exception cref="BadInputException">The file isn't in the format, or is cut short.</exception>
    internal static IReadOnlyDictionary<string, (long From, long Bytes)> PlacesIn(
        string path,
        out IReadOnlyDictionary<string, string> metadata
    )
    {
        using var stream = Open(path);
        try
        {
            var header = ReadHeader(stream, path);
            metadata = MetadataOf(header);
            var start = stream.Position;
            var places = header
                .Where(e => e.Key != Metadata)
                .ToDictionary(
                    e => e.Key,
                    e =>
                    {
                        var offsets = e.Value!["data_offsets"]!;
                        var (from, to) = ((long)offsets[0]!, (long)offsets[1]!);
                        return (From: start + from, Bytes: to - from);
                    },
                    StringComparer.Ordinal
                );
            return places.Values.All(p => p.From >= start && p.Bytes >= 0 && p.From + p.Bytes <= stream.Length)
                ? places
                : throw new FormatException("a tensor lies outside the file");
        }
        catch (Exception e) when (IsOfFormat(e))
        {
            throw NotWhole(path, e);
        }
    }

    private static IReadOnlyDictionary<string, string> MetadataOf(JsonObject header) =>
        header.TryGetPropertyValue(Metadata, out var node) && node is JsonObject pairs
            ? pairs.ToDictionary(p => p.Key, p => (string)p.Value!, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);

    private static bool IsOfFormat(Exception e) =>
        e
            is JsonException
                or FormatException
                or IOException
                or InvalidOperationException
                or NullReferenceException
                or ArgumentException
                or OverflowException;

    private static BadInputException NotWhole(string path, Exception e) =>
        new(path, $"not a whole safetensors file: {e.Message}", "restore it or train again", e);

    private static JsonObject ReadHeader(FileStream stream, string path)
    {
        Span<byte> length = stackalloc byte[8];
        stream.ReadExactly(length);
        var bytes = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (bytes < 2 || bytes > stream.Length - 8)
            throw new FormatException("the header's length is wrong");
        var json = new byte[bytes];
        stream.ReadExactly(json);
        return JsonNode.Parse(json) as JsonObject ?? throw new FormatException($"{path} has no header");
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "can't be opened", "check the path; a run folder holds it", e);
        }
    }
}
