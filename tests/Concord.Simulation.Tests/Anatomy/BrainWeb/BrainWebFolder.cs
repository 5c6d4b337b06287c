using System.Buffers.Binary;
using System.IO.Compression;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy.BrainWeb;

namespace Concord.Simulation.Tests.Anatomy.BrainWeb;

/// <summary>A folder of small raw files with BrainWeb's names and layouts, and descriptions of their grids.</summary>
internal sealed class BrainWebFolder : IDisposable
{
    /// <summary>Small stand-ins for the classic grid and for that of the 20 subjects.</summary>
    public static IReadOnlyList<VolumeGeometry> Grids { get; } =
    [
        new(new(5, 6, 4), Affine.FromSpacing(Spacing.Isotropic(1), new(-90, -126, -72))),
        new(new(10, 12, 8), Affine.FromSpacing(Spacing.Isotropic(0.5), new(-90.25, -126.25, -72.25))),
    ];

    public string Path { get; } = Directory.CreateTempSubdirectory("concord-brainweb-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes the voxels of the classic grid, or of the other one, as bytes or as words; .gz is compressed.</summary>
    public BrainWebFolder Add(string name, Func<int, int> value, bool isSubject = false, bool isWords = false)
    {
        var voxels = (int)Grids[isSubject ? 1 : 0].Size.Voxels;
        var bytes = new byte[voxels * (isWords ? 2 : 1)];
        for (var i = 0; i < voxels; i++)
            if (isWords)
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)value(i));
            else
                bytes[i] = (byte)value(i);
        Describe(name, isSubject, isWords);
        return Add(name, bytes);
    }

    /// <summary>Says what raw voxels are.</summary>
    public BrainWebFolder Describe(string name, bool isSubject = false, bool isWords = false)
    {
        var grid = Grids[isSubject ? 1 : 0];
        var (size, spacing, start) = (grid.Size, grid.Spacing, grid.Affine.Column(3));
        var text = System.FormattableString.Invariant(
            $"""
            size: {size}
            spacing: {spacing.X} {spacing.Y} {spacing.Z}
            start: {start.X} {start.Y} {start.Z}
            type: {(isWords ? "short" : "byte")}
            """
        );
        System.IO.File.WriteAllText(File(System.IO.Path.ChangeExtension(name.Replace(".gz", ""), ".txt")), text);
        return this;
    }

    public BrainWebFolder Add(string name, byte[] bytes)
    {
        using var file = System.IO.File.Create(File(name));
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file;
        stream.Write(bytes);
        return this;
    }

    public IReadOnlyList<BrainWebAnatomy> Find() => BrainWebReader.Find(Path);

    public BrainWebVolumes Load(int threads = -1) => Find().ShouldHaveSingleItem().Load(threads);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
