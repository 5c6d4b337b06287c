using System.Text;
using Concord.Imaging;
using Concord.Labels;

namespace Concord.Simulation.Datasets;

/// <summary>What integers stand in a set's label files, and what its protocol says of them.</summary>
internal sealed class LabelScheme
{
    // Not in the BIDS table, nor among Concord's own.
    private const byte Anything = 99;

    private readonly byte[] _values = new byte[TruthLabels.Names.Count];
    private readonly SortedDictionary<int, string> _protocol = [];

    /// <exception cref="ArgumentException">Something is hidden where there is no illness.</exception>
    public LabelScheme(SubjectKind kind, HiddenLabels hidden)
    {
        if (kind == SubjectKind.Brain && hidden != HiddenLabels.None)
            throw new ArgumentException("A healthy brain's labels can't be hidden.", nameof(hidden));
        Space = new(
            kind switch
            {
                SubjectKind.Brain => ["background", "csf", "gm", "wm"],
                SubjectKind.Lesions => ["background", "csf", "gm", "wm", "wmh"],
                _ => ["background", "csf", "gm", "wm", "edema", "tumor"],
            }
        );
        var standard = StandardLabels.For(Space);
        var ill = Space.Classes.Where(c => c is "wmh" or "edema" or "tumor").ToList();
        for (var truth = 0; truth < _values.Length; truth++)
        {
            var name = TruthLabels.Names[truth];
            var c = Space.Classes.ToList().IndexOf(name);
            // A healthy brain's own lesions are white matter; other illness can't be there.
            if (c < 0)
                c = Space.Classes.ToList().IndexOf("wm");
            var (value, meaning) = ((byte)standard[c].Value, Space.Classes[c]);
            if (hidden == HiddenLabels.Tissue && !ill.Contains(meaning))
                (value, meaning) = (0, $"not [{string.Join(", ", ill)}]");
            else if (hidden == HiddenLabels.Lesion && kind == SubjectKind.Lesions && meaning is "wm" or "wmh")
                (value, meaning) = ((byte)standard[Space.Classes.ToList().IndexOf("wm")].Value, "[wm, wmh]");
            else if (hidden == HiddenLabels.Lesion && meaning is "edema" or "tumor")
                (value, meaning) = (Anything, "any");
            _values[truth] = value;
            _protocol[value] = meaning;
        }
    }

    /// <summary>The classes of the manifest.</summary>
    public LabelSpace Space { get; }

    /// <summary>The voxels of the label file.</summary>
    public Volume<byte> Encode(Volume<byte> truth) =>
        truth.With(Array.ConvertAll(truth.Voxels, label => _values[label]));

    /// <summary>The protocol as it stands in a manifest.</summary>
    public string Protocol()
    {
        var text = new StringBuilder("{ ");
        text.AppendJoin(", ", _protocol.Select(p => $"{p.Key}: {p.Value}"));
        return text.Append(" }").ToString();
    }

    /// <summary>The table beside a label file: what its integers mean, in BIDS's form.</summary>
    public string Table()
    {
        var rows = new StringBuilder("index\tname\n");
        foreach (var (value, meaning) in _protocol)
            rows.Append($"{value}\t{Name(meaning)}\n");
        return rows.ToString();

        // "not [edema, tumor]" is not-edema-or-tumor.
        static string Name(string meaning) =>
            meaning.Replace("[", "").Replace("]", "").Replace(", ", "-or-").Replace(' ', '-');
    }
}
