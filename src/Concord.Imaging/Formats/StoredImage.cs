using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats;

/// <summary>An image file in memory, whatever its format: voxels as they were stored, and where they lie.</summary>
public abstract class StoredImage
{
    private protected StoredImage(string path, VolumeGeometry geometry, IReadOnlyList<string> warnings)
    {
        (Path, Geometry, Warnings) = (path, geometry, warnings);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// Where it lies: the first axis is the one that runs fastest in the file, world millimetres are RAS+ whatever the
    /// format counts in.
    /// </summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>What was noticed while reading.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Intensities: real values, with the scale that the file gives.</summary>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <exception cref="BadInputException">A voxel is NaN or infinite.</exception>
    public abstract Volume<float> ToIntensities(int threads = -1);

    /// <summary>Label values: real values, which must be whole numbers.</summary>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <exception cref="BadInputException">A voxel isn't a whole number that fits 32 bits.</exception>
    public abstract Volume<int> ToLabels(int threads = -1);
}
