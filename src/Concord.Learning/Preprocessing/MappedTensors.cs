using System.Runtime.InteropServices;
using Concord.Imaging.Geometry;
using Concord.Learning.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Preprocessing;

/// <summary>The tensors of a safetensors file, as memory that is the file.</summary>
internal sealed class MappedTensors : IDisposable
{
    private readonly MappedFile _file;
    private readonly IReadOnlyDictionary<string, (long From, long Bytes)> _places;

    /// <summary>Opens a file.</summary>
    /// <exception cref="Imaging.BadInputException">It isn't in the format, or is cut short.</exception>
    public MappedTensors(string path)
    {
        _places = SafetensorsFile.PlacesIn(path, out var metadata);
        Metadata = metadata;
        _file = new(path);
    }

    /// <summary>What the file says beside its tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether there is such a tensor.</summary>
    public bool Has(string name) => _places.ContainsKey(name);

    /// <summary>A tensor's numbers, not to be used once the file is closed.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="count">How many numbers it must have.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="FormatException">It has more or fewer numbers.</exception>
    public ReadOnlyMemory<T> Get<T>(string name, long count)
        where T : unmanaged
    {
        var part = _file.Part<T>(_places[name].From, _places[name].Bytes);
        return part.Length == count ? part : throw new FormatException($"{name} has {part.Length} numbers");
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="size">Of each tensor, [z, y, x].</param>
    /// <param name="tensors">Bytes or half precision, first index fastest.</param>
    /// <param name="metadata">What to say beside them.</param>
    public static void Write<T>(
        string path,
        GridSize size,
        IReadOnlyList<(string Name, ReadOnlyMemory<T> Numbers)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
        where T : unmanaged
    {
        using var scope = NewDisposeScope();
        var type = typeof(T) == typeof(Half) ? ScalarType.Float16 : ScalarType.Byte;
        SafetensorsFile.Write(path, tensors.ToDictionary(t => t.Name, t => Copy(t.Numbers)), metadata);

        Tensor Copy(ReadOnlyMemory<T> numbers)
        {
            var tensor = empty([size.Z, size.Y, size.X], type);
            MemoryMarshal.AsBytes(numbers.Span).CopyTo(tensor.bytes);
            return tensor;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
