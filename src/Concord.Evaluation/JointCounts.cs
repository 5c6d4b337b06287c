using Concord.Labels;
using Concord.Labels.Subjects;

namespace Concord.Evaluation;

/// <summary>
/// How often each category of a reference meets each predicted class: one pass over the voxels, from which every
/// overlap measure follows.
/// </summary>
public sealed class JointCounts
{
    private readonly long[,] _counts;
    private readonly IReadOnlyList<CandidateSet> _sets;

    private JointCounts(long[,] counts, IReadOnlyList<CandidateSet> sets)
    {
        (_counts, _sets) = (counts, sets);
    }

    /// <summary>Counts.</summary>
    /// <param name="reference">What each voxel may be.</param>
    /// <param name="prediction">The predicted class of each voxel, an index into the label space.</param>
    public static JointCounts Of(CandidateMap reference, ReadOnlySpan<byte> prediction)
    {
        var sets = reference.Protocol.Sets;
        return Of(reference.Categories.Voxels, sets, prediction, reference.Protocol.Space.Count);
    }

    /// <summary>Counts from categories that index into <paramref name="sets"/>.</summary>
    public static JointCounts Of(
        ReadOnlySpan<byte> categories,
        IReadOnlyList<CandidateSet> sets,
        ReadOnlySpan<byte> prediction,
        int classes
    )
    {
        if (categories.Length != prediction.Length)
            throw new ArgumentException("Reference and prediction differ in size.", nameof(prediction));
        // Both are bytes, so a table of 65536 counts takes every pair without a test.
        var table = new long[1 << 16];
        for (var i = 0; i < categories.Length; i++)
            table[categories[i] << 8 | prediction[i]]++;
        var counts = new long[sets.Count, classes];
        for (var s = 0; s < sets.Count; s++)
        for (var c = 0; c < classes; c++)
            counts[s, c] = table[s << 8 | c];
        return new(counts, sets);
    }

    /// <summary>All voxels that were predicted to be a class, whatever the reference says there.</summary>
    public long Predicted(int c)
    {
        var sum = 0L;
        for (var s = 0; s < _sets.Count; s++)
            sum += _counts[s, c];
        return sum;
    }

    /// <summary>
    /// Overlap of one class, over the voxels where the reference is decided about it: its set is only the class, or lacks
    /// it. A voxel that may or may not be the class counts neither for nor against.
    /// </summary>
    public Overlap Of(int c)
    {
        long both = 0,
            reference = 0,
            prediction = 0;
        for (var s = 0; s < _sets.Count; s++)
        {
            if (_sets[s].Contains(c) && !_sets[s].IsSingleton)
                continue;
            prediction += _counts[s, c];
            if (!_sets[s].IsSingleton || _sets[s].First != c)
                continue;
            both += _counts[s, c];
            for (var other = 0; other < _counts.GetLength(1); other++)
                reference += _counts[s, other];
        }

        return new(both, reference, prediction);
    }
}
