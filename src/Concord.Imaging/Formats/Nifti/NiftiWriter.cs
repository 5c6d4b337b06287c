using Concord.Imaging.Internal;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>Writes .nii and .nii.gz files, whole or not at all.</summary>
public static class NiftiWriter
{
    /// <summary>Writes a volume.</summary>
    /// <param name="path">Ends in .nii or .nii.gz.</param>
    /// <param name="volume">What to write.</param>
    /// <param name="template">
    /// An image on the same grid: its header goes over, the bytes that say where it lies untouched, in its version and
    /// byte order. Null for a new NIfTI-1 header.
    /// </param>
    /// <param name="keepExtensions">True to copy the template's header extensions too.</param>
    /// <exception cref="BadInputException">The file can't be written.</exception>
    public static void Write<T>(string path, Volume<T> volume, NiftiImage? template = null, bool keepExtensions = false)
        where T : unmanaged
    {
        var isCompressed = IsCompressed(path);
        if (template is not null && template.Geometry != volume.Geometry)
            throw new ArgumentException("The volume lies on another grid than its template.", nameof(template));

        var extensions = keepExtensions && template is { Extensions.Length: >= 4 } ? template.Extensions : new byte[4];
        var header = NiftiHeaderBuilder.Build<T>(volume.Geometry, template?.Header, extensions.Length);
        WriteFile(path, isCompressed, header, extensions, [volume]);
    }

    /// <summary>Writes volumes on one grid as one file of float32: 4-D, or 5-D with an intent other than 0.</summary>
    /// <param name="path">Ends in .nii or .nii.gz.</param>
    /// <param name="volumes">
    /// At least one; three of a displacement, six of a symmetric matrix in the order xx, xy, yy, xz, yz, zz. Components
    /// go out as they are: whether they run along world or voxel axes is for whoever reads them to know.
    /// </param>
    /// <param name="intentCode">One of <see cref="NiftiIntent"/>.</param>
    /// <exception cref="BadInputException">The file can't be written.</exception>
    /// <exception cref="ArgumentException">
    /// There are too few or too many volumes, they lie on different grids, or the intent is another.
    /// </exception>
    public static void WriteSeries(string path, IReadOnlyList<Volume<float>> volumes, int intentCode = NiftiIntent.None)
    {
        var isCompressed = IsCompressed(path);
        var isCountRight = intentCode switch
        {
            NiftiIntent.None or NiftiIntent.Vector => volumes.Count > 0,
            NiftiIntent.Displacement => volumes.Count == 3,
            NiftiIntent.SymmetricMatrix => volumes.Count == NiftiIntent.MatrixRows * (NiftiIntent.MatrixRows + 1) / 2,
            _ => throw new ArgumentException($"Intent {intentCode} is not written.", nameof(intentCode)),
        };
        if (!isCountRight)
            throw new ArgumentException($"{volumes.Count} volumes for intent {intentCode}.", nameof(volumes));
        if (volumes.Any(v => v.Geometry != volumes[0].Geometry))
            throw new ArgumentException("The volumes lie on different grids.", nameof(volumes));

        var none = new byte[4];
        var header = NiftiHeaderBuilder.BuildSeries<float>(volumes[0].Geometry, volumes.Count, intentCode, none.Length);
        WriteFile(path, isCompressed, header, none, volumes);
    }

    private static bool IsCompressed(string path)
    {
        var isCompressed = path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
        return isCompressed || path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase)
            ? isCompressed
            : throw new BadInputException(path, "not a name for a NIfTI file", "end it in .nii.gz or .nii");
    }

    private static void WriteFile<T>(
        string path,
        bool isCompressed,
        NiftiHeader header,
        ReadOnlyMemory<byte> extensions,
        IReadOnlyList<Volume<T>> volumes
    )
        where T : unmanaged =>
        AtomicFile.Write(
            path,
            file =>
            {
                using var target = isCompressed ? new GzipWriter(file) : null;
                var stream = (Stream?)target ?? file;
                stream.Write(header.Bytes);
                stream.Write(extensions.Span);
                foreach (var volume in volumes)
                    VoxelWriter.Write<T>(stream, volume.Voxels, header.IsBigEndian);
            }
        );
}
