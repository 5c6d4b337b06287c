namespace Concord.Imaging.Formats;

/// <summary>A format that Concord writes too.</summary>
internal interface IImageWriter : IImageFormat
{
    /// <summary>How names of files to be written may end.</summary>
    IReadOnlyList<string> WrittenSuffixes { get; }

    /// <summary>Writes a volume.</summary>
    /// <param name="path">Ends in one of the suffixes.</param>
    /// <param name="volume">What to write.</param>
    /// <param name="like">
    /// An image on the same grid, or null. If it is of this format, what its header says of where it lies goes over as it
    /// stands there.
    /// </param>
    /// <exception cref="BadInputException">The file can't be written, or the format has no such voxels.</exception>
    void Write<T>(string path, Volume<T> volume, StoredImage? like)
        where T : unmanaged;
}
