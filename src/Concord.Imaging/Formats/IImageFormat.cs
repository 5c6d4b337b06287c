using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats;

/// <summary>A format of image files. <see cref="ImageFormats"/> lists them all.</summary>
internal interface IImageFormat
{
    /// <summary>As people call it.</summary>
    string Name { get; }

    /// <summary>How names of its files end, the longer of two alike first.</summary>
    IReadOnlyList<string> Suffixes { get; }

    /// <summary>Whether a file is of this format.</summary>
    /// <param name="start">Its first 512 bytes, or fewer if it has no more, unpacked if they are gzip.</param>
    /// <param name="path">Its name, for files that nothing else tells apart.</param>
    bool Recognizes(ReadOnlySpan<byte> start, string path);

    /// <summary>Reads header and voxels.</summary>
    /// <exception cref="BadInputException">It is damaged, or not a three-dimensional image of grey values.</exception>
    StoredImage Read(string path);

    /// <summary>Reads where the volume lies, without its voxels where that can be.</summary>
    /// <exception cref="BadInputException">It is damaged, or not a three-dimensional image.</exception>
    VolumeGeometry ReadGeometry(string path);

    /// <summary>Every file that reading looks at: one, or a header and its voxels.</summary>
    IReadOnlyList<string> FilesOf(string path) => [path];
}
