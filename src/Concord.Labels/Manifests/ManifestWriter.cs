using System.Text;
using Concord.Imaging;
using Concord.Labels.Subjects;
using Concord.Labels.Yaml;

namespace Concord.Labels.Manifests;

/// <summary>Writes a manifest as YAML that <see cref="ManifestReader"/> reads back.</summary>
public static class ManifestWriter
{
    /// <summary>Writes a file.</summary>
    /// <param name="manifest">What to write.</param>
    /// <param name="path">Where to.</param>
    /// <param name="relative">True to write each root relative to the file; false to write it absolute.</param>
    /// <param name="comments">Lines that stand before it.</param>
    public static void Write(Manifest manifest, string path, bool relative, params IReadOnlyList<string> comments)
    {
        var folder = relative ? Path.GetDirectoryName(Path.GetFullPath(path)) : null;
        AtomicFile.WriteText(path, string.Concat(comments.Select(c => $"# {c}\n")) + ToYaml(manifest, folder));
    }

    /// <summary>The text of a manifest.</summary>
    /// <param name="manifest">What to write.</param>
    /// <param name="folder">What each root is relative to, or null to make roots absolute.</param>
    public static string ToYaml(Manifest manifest, string? folder = null)
    {
        var text = new StringBuilder();
        text.Append($"classes: [{string.Join(", ", manifest.Space.Classes)}]\ndatasets:\n");
        foreach (var d in manifest.Datasets)
        {
            var root = folder is null ? d.Root : Path.GetRelativePath(folder, d.Root).Replace('\\', '/');
            text.Append($"  - name: {YamlText.Quote(d.Name)}\n    root: {YamlText.Quote(root)}\n    sequences:\n");
            foreach (var (name, pattern) in d.Sequences)
                text.Append($"      {YamlText.Quote(name)}: {YamlText.Quote(pattern.Text)}\n");
            if (d.Labels is not null)
                text.Append($"    labels: {YamlText.Quote(d.Labels.Text)}\n");
            if (d.Exclude.Count > 0)
                text.Append($"    exclude: [{string.Join(", ", d.Exclude.Select(YamlText.Quote))}]\n");
            if (d.Mask.Kind != MaskKind.None)
                text.Append($"    mask: {YamlText.Quote(d.Mask.ToString())}\n");
            if (d.IsSameWorld)
                text.Append("    same_world: true\n");
            if (d.Protocol is not null)
            {
                text.Append("    protocol:\n");
                foreach (var value in d.Protocol.Meanings.Keys)
                    text.Append($"      {value}: {Meaning(d.Protocol.Describe(value))}\n");
            }

            var shares = new[] { ("validation", d.Split.Validation), ("test", d.Split.Test) };
            if (shares.Any(s => !s.Item2.IsEmpty))
                text.Append("    split:\n");
            foreach (var (key, share) in shares.Where(s => !s.Item2.IsEmpty))
                text.Append($"      {key}: {Share(share)}\n");
        }

        return text.ToString();
    }

    private static string Meaning(string described) =>
        described.StartsWith("not ", StringComparison.Ordinal) ? YamlText.Quote(described) : described;

    private static string Share(SplitShare share) =>
        share.Subjects.Count > 0
            ? $"[{string.Join(", ", share.Subjects.Select(YamlText.Quote))}]"
            : share.Fraction.ToString("R");
}
