using Concord.Imaging;

namespace Concord.Labels.Subjects;

/// <summary>What every voxel of a subject may be: a category for each voxel, and the candidate set of each category.</summary>
/// <param name="Categories">Category of each voxel, an index into the protocol's sets.</param>
/// <param name="Protocol">The protocol that the categories belong to.</param>
public sealed record CandidateMap(Volume<byte> Categories, Protocol Protocol)
{
    /// <summary>Translates label values.</summary>
    /// <param name="labels">Values as they stand in the file.</param>
    /// <param name="protocol">What they mean.</param>
    /// <param name="path">The file, for the error message.</param>
    /// <exception cref="BadInputException">A value isn't in the protocol; all such values are named with their counts.</exception>
    public static CandidateMap Translate(Volume<int> labels, Protocol protocol, string path)
    {
        var categories = new byte[labels.Voxels.Length];
        var plane = labels.Size.X * labels.Size.Y;
        var unlisted = new Dictionary<int, long>();
        Parallel.For(
            0,
            labels.Size.Z,
            z =>
            {
                // Neighbours mostly carry the same value, so the last answer is kept.
                var (lastValue, lastCategory) = (0, protocol.CategoryOf(0));
                for (var i = z * plane; i < (z + 1) * plane; i++)
                {
                    var value = labels.Voxels[i];
                    if (value != lastValue)
                        (lastValue, lastCategory) = (value, protocol.CategoryOf(value));
                    if (lastCategory >= 0)
                        categories[i] = (byte)lastCategory;
                    else
                        lock (unlisted)
                            unlisted[value] = unlisted.GetValueOrDefault(value) + 1;
                }
            }
        );
        if (unlisted.Count == 0)
            return new(labels.With(categories), protocol);
        var list = string.Join(", ", unlisted.OrderBy(u => u.Key).Take(20).Select(u => $"{u.Key} in {u.Value} voxels"));
        throw new BadInputException(
            path,
            $"label values that the protocol doesn't list: {list}",
            "add them to the protocol"
        );
    }

    /// <summary>
    /// The same map with everything outside a mask certainly background: where it is 0. Where it is anything but 0 the map
    /// stays as it is.
    /// </summary>
    public CandidateMap Within(Volume<byte> mask)
    {
        var categories = (byte[])Categories.Voxels.Clone();
        for (var i = 0; i < categories.Length; i++)
            if (mask.Voxels[i] == 0)
                categories[i] = Protocol.BackgroundCategory;
        return new(Categories.With(categories), Protocol);
    }
}
