using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Anatomy.BrainWeb;
using Concord.Simulation.Anatomy.LabelMaps;

namespace Concord.Simulation.Datasets;

/// <summary>The anatomies that a set's subjects are made from: those of a folder or a file, or procedural heads.</summary>
public sealed class AnatomyLibrary
{
    /// <summary>The word that asks for procedural heads.</summary>
    public const string Procedural = "procedural";

    // Workers that are at neighbouring subjects share them.
    private const int Kept = 2;

    private readonly List<Entry> _entries;
    private readonly Lock _lock = new();
    private readonly LinkedList<(int Entry, Lazy<AnatomySource> Source)> _recent = [];
    private readonly double _edge;

    private AnatomyLibrary(List<Entry> entries, double edge) => (_entries, _edge) = (entries, edge);

    /// <summary>Finds the anatomies.</summary>
    /// <param name="where">
    /// A folder of label maps (NIfTI) and models of BrainWeb, one such file, or the word "procedural".
    /// </param>
    /// <param name="ignoreUnknown">True to take label maps' codes that the table doesn't know for air.</param>
    /// <param name="keepLesions">True to keep the white matter lesions of the anatomies.</param>
    /// <param name="edge">The width in mm of a procedural head's boundaries: its voxels.</param>
    /// <param name="pattern">What the files of a folder are called; others are passed over.</param>
    /// <exception cref="BadInputException">There are none.</exception>
    public static AnatomyLibrary Open(
        string where,
        bool ignoreUnknown = false,
        bool keepLesions = false,
        double edge = 1,
        string pattern = "*"
    )
    {
        if (where == Procedural)
            return new([], edge);
        if (!Directory.Exists(where) && !File.Exists(where))
            throw new BadInputException(
                where,
                "no such folder or file",
                "give a folder of label maps or BrainWeb's models, or procedural"
            );
        var files = File.Exists(where) ? [where] : Directory.GetFiles(where, pattern);
        var maps = files
            // A file that is named is meant, whatever its format; in a folder lie scans in others.
            .Where(file => IsImage(file) || file == where && BrainWebFile.Of(file) is null)
            .Order(StringComparer.Ordinal)
            .Select(file => new Entry(
                ImageFile.Stem(file),
                () => LabelMapReader.Read(file, ignoreUnknown, keepLesions)
            ));
        var models = files.Any(file => BrainWebFile.Of(file) is not null)
            ? BrainWebReader
                .Find(where)
                .Select(model => new Entry(model.Name, () => BrainWebSource.Make(model, keepLesions)))
            : [];
        var entries = maps.Concat(models).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        if (entries.Count == 0)
            throw new BadInputException(
                where,
                "has neither a label map (.nii or .nii.gz) nor a model of BrainWeb",
                "give a folder of maps of FreeSurfer codes or BrainWeb's files under its names, or procedural"
            );
        return new(entries, edge);
    }

    /// <summary>
    /// Every so manieth anatomy, so that the parts share none: training and test subjects must differ by more than a warp.
    /// Procedural heads are all different anyway.
    /// </summary>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="parts">How many there are.</param>
    /// <exception cref="BadInputException">There are fewer anatomies than parts.</exception>
    public AnatomyLibrary Part(int part, int parts)
    {
        if (IsProcedural)
            return this;
        var own = _entries.Where((_, i) => i % parts == part).ToList();
        return own.Count > 0
            ? new(own, _edge)
            : throw new BadInputException(
                "--anatomy",
                $"{_entries.Count} anatomies can't be divided among {parts} sets",
                $"give a folder of at least {parts}, or procedural"
            );
    }

    /// <summary>Whether every subject gets a head of its own.</summary>
    public bool IsProcedural => _entries.Count == 0;

    /// <summary>How many anatomies there are; 0 for procedural heads, of which there is no end.</summary>
    public int Count => _entries.Count;

    /// <summary>The number of the anatomy of a subject: they take turns.</summary>
    public int EntryOf(int subject) => IsProcedural ? subject : subject % _entries.Count;

    /// <summary>The anatomy of a subject.</summary>
    /// <param name="subject">Its number, from 0.</param>
    /// <param name="seed">Its seed.</param>
    public AnatomySource For(int subject, ulong seed)
    {
        if (IsProcedural)
            return new ProceduralHead(new Random64(seed, 0x48454144).NextUInt64(), _edge);
        var entry = EntryOf(subject);
        Lazy<AnatomySource> source;
        lock (_lock)
        {
            var node = _recent.First;
            while (node is not null && node.Value.Entry != entry)
                node = node.Next;
            source = node?.Value.Source ?? new(_entries[entry].Load);
            if (node is not null)
                _recent.Remove(node);
            _recent.AddFirst((entry, source));
            if (_recent.Count > Kept)
                _recent.RemoveLast();
        }

        return source.Value;
    }

    private static bool IsImage(string path) =>
        path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);

    private sealed record Entry(string Name, Func<AnatomySource> Load);
}
