using System.Text.RegularExpressions;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>What the name of a file says: phantom_1.0mm_normal_csf.rawb, subject04_crisp_v.mnc.gz, subject_04.bin.gz.</summary>
/// <param name="Path">The file.</param>
/// <param name="Anatomy">The anatomy it belongs to: phantom_1.0mm_normal, subject04.</param>
/// <param name="Table">The family of that anatomy.</param>
/// <param name="Class">The class whose memberships it holds, or null if it holds a label a voxel.</param>
/// <param name="Format">Its place in the order of preference: MINC, which says where it lies, before raw voxels.</param>
internal sealed partial record BrainWebFile(
    string Path,
    string Anatomy,
    BrainWebTable Table,
    BrainWebClass? Class,
    int Format
)
{
    private static readonly string[] Suffixes = [".mnc", ".raws", ".rawb", ".bin", ".raw"];

    /// <summary>True if the file is MINC and not raw voxels.</summary>
    public bool IsMinc => Format == 0;

    /// <summary>Reads a name, or returns null if it isn't one of BrainWeb's anatomical models.</summary>
    public static BrainWebFile? Of(string path)
    {
        var stem = System.IO.Path.GetFileName(path);
        if (stem.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            stem = stem[..^3];
        var format = Array.FindIndex(Suffixes, s => stem.EndsWith(s, StringComparison.OrdinalIgnoreCase));
        if (format < 0)
            return null;
        stem = stem[..^Suffixes[format].Length];

        var subject = SubjectName().Match(stem);
        if (subject.Success)
            return Make("subject" + subject.Groups["id"].Value, BrainWebTable.Subjects, subject.Groups["what"].Value);
        // The phantom's own name holds underscores too: its end is the longest word that the table knows.
        if (PhantomName().IsMatch(stem))
            for (var at = stem.IndexOf('_'); at > 0; at = stem.IndexOf('_', at + 1))
                if (Make(stem[..at], BrainWebTable.Phantom, stem[(at + 1)..]) is { } file)
                    return file;
        return null;

        BrainWebFile? Make(string anatomy, BrainWebTable table, string what)
        {
            var isCrisp = what.Length == 0 || what.Equals("crisp", StringComparison.OrdinalIgnoreCase);
            var memberOf = isCrisp ? null : table.ClassOf(what);
            return isCrisp || memberOf is not null ? new(path, anatomy, table, memberOf, format) : null;
        }
    }

    [GeneratedRegex(
        @"^subject_?(?<id>\d+)(_(?<what>.+?))??(_v)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex SubjectName();

    [GeneratedRegex(@"^phantom_", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PhantomName();
}
