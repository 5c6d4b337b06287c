using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// A file whose bytes are memory: the system reads what is looked at, and drops it again when memory is short.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    /// <summary>Opens a file for reading.</summary>
    public MappedFile(string path)
    {
        // The view outlives both: thousands of files mustn't stay open.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        using var file = MemoryMappedFile.CreateFromFile(
            stream,
            null,
            0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: true
        );
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    /// <summary>A part of it, not to be used once the file is closed.</summary>
    /// <param name="from">The first byte.</param>
    /// <param name="bytes">How many.</param>
    public ReadOnlyMemory<T> Part<T>(long from, long bytes)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from + bytes, _view.Capacity);
        return new Window<T>(this, _start + from, checked((int)(bytes / sizeof(T)))).Memory;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_view.SafeMemoryMappedViewHandle.IsClosed)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }

    private sealed class Window<T>(MappedFile owner, byte* start, int length) : MemoryManager<T>
        where T : unmanaged
    {
        // Asked before anybody looks: what it maps is gone once it is closed.
        private readonly MappedFile _owner = owner;

        public override Span<T> GetSpan()
        {
            ObjectDisposedException.ThrowIf(_owner._view.SafeMemoryMappedViewHandle.IsClosed, _owner);
            return new(start, length);
        }

        public override MemoryHandle Pin(int elementIndex = 0) => new((T*)start + elementIndex);

        public override void Unpin() { }

        protected override void Dispose(bool disposing) { }
    }
}
