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
    private readonly BodySides _sides;

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
        _sides = BodySides.Of(Space);
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

    /// <summary>Whether classes are of a side of the body, so that mirroring changes labels.</summary>
    public bool HasSides => _sides.HaveAny;

    /// <summary>The number of a dataset's first category.</summary>
    public int Offset(int dataset) => _offsets[dataset];

    /// <summary>
    /// For each category what it is once a patch of the dataset is mirrored left-right: the same, or that of the other
    /// side. Null if the dataset can't say it, as it doesn't tell the other side apart: its patches must not be mirrored.
    /// </summary>
    public byte[]? Mirrored(int dataset)
    {
        var mirrored = Enumerable.Range(0, Sets.Count).Select(c => (byte)c).ToArray();
        if (_sides.Unpaired.Any())
            return null;
        var own = Protocols[dataset].Sets;
        for (var i = 0; i < own.Count; i++)
        {
            var other = own.ToList().IndexOf(_sides.Mirror(own[i])!.Value);
            if (other < 0)
                return null;
            mirrored[_offsets[dataset] + i] = (byte)(_offsets[dataset] + other);
        }

        return mirrored;
    }
}
