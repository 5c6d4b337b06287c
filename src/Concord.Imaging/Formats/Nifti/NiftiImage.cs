using System.Numerics.Tensors;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>A file in memory: header, extensions and voxels as they were stored, and where they lie.</summary>
public sealed class NiftiImage
{
    private readonly byte[] _data;

    internal NiftiImage(
        string path,
        NiftiHeader header,
        NiftiDatatype datatype,
        VolumeGeometry geometry,
        byte[] extensions,
        byte[] data,
        IReadOnlyList<string> warnings
    )
    {
        (Path, Header, Datatype, Geometry, _data, Warnings) = (path, header, datatype, geometry, data, warnings);
        Extensions = extensions;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its header.</summary>
    public NiftiHeader Header { get; }

    /// <summary>How its voxels are stored.</summary>
    public NiftiDatatype Datatype { get; }

    /// <summary>Where it lies.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>The header extensions, as stored, beginning with the four bytes that say whether there are any.</summary>
    public ReadOnlyMemory<byte> Extensions { get; }

    /// <summary>What was noticed while reading.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Intensities, with the header's slope and intercept applied.</summary>
    /// <exception cref="BadInputException">A voxel is NaN or infinite.</exception>
    public Volume<float> ToIntensities()
    {
        var values = GC.AllocateUninitializedArray<float>((int)Geometry.Size.Voxels);
        Intensities.Decode(Path, Header, Datatype, _data, values);
        return new(Geometry, values);
    }

    /// <summary>Label values.</summary>
    /// <exception cref="BadInputException">A voxel isn't a whole number that fits 32 bits.</exception>
    public Volume<int> ToLabels()
    {
        var labels = new int[Geometry.Size.Voxels];
        var scale = Intensities.Scale(Path, Header);
        var isScaled = scale != (1, 0);
        if (!isScaled && VoxelDecoder.TryToInt32(_data, Datatype, Header.IsBigEndian, labels))
            return new(Geometry, labels);

        var values = new double[labels.Length];
        VoxelDecoder.ToDouble(_data, Datatype, Header.IsBigEndian, values);
        if (isScaled)
        {
            TensorPrimitives.Multiply(values, scale.Slope, values);
            TensorPrimitives.Add(values, scale.Intercept, values);
        }

        long wrong = 0;
        var example = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var rounded = Math.Round(values[i]);
            // Float rounding of a scaled value is forgiven; NaN fails the comparison.
            if (Math.Abs(values[i] - rounded) <= 1e-3 && Math.Abs(rounded) <= int.MaxValue)
                labels[i] = (int)rounded;
            else if (wrong++ == 0)
                example = values[i];
        }

        return wrong == 0
            ? new(Geometry, labels)
            : throw new BadInputException(
                Path,
                $"{wrong} voxels are not label numbers (such as {example})",
                "give a label map, not an image or a probability map"
            );
    }
}
