using Concord.Imaging;
using Concord.Labels;

namespace Concord.Learning.Sampling;

/// <summary>
/// The categories of all datasets in one numbering: those of the first dataset, then those of the second, and so on, and
/// last one for padding.
/// </summary>
public sealed class CategoryTable
{
    private readonly int[] _offsets;

    /// <summary>Numbers the categories of protocols that share a label space.</summary>
    public CategoryTable(IReadOnlyList<Protocol> protocols)
    {
        Protocols = protocols;
        Space = protocols[0].Space;
        Sets = [.. protocols.SelectMany(p => p.Sets), Space.All];
        if (Sets.Count > 256)
            throw new BadInputException(
                "protocols",
                $"{Sets.Count} different candidate sets",
                "at most 255 can be told apart"
            );
        _offsets = new int[protocols.Count];
        for (var d = 1; d < protocols.Count; d++)
            _offsets[d] = _offsets[d - 1] + protocols[d - 1].Sets.Count;
    }

    /// <summary>The datasets' protocols.</summary>
    public IReadOnlyList<Protocol> Protocols { get; }

    /// <summary>The classes.</summary>
    public LabelSpace Space { get; }

    /// <summary>The candidate set of each category; the last is padding's, all classes.</summary>
    public IReadOnlyList<CandidateSet> Sets { get; }

    /// <summary>The category of voxels beyond the volume.</summary>
    public byte Padding => (byte)(Sets.Count - 1);

    /// <summary>The number of a dataset's first category.</summary>
    public int Offset(int dataset) => _offsets[dataset];
}
