using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Concord.Imaging;

namespace Concord.Labels.Importers;

/// <summary>
/// A BIDS dataset: raw images in <c>sub-*/[ses-*/]anat</c>, and a dataset for each folder of derivatives that holds a
/// segmentation (<c>_dseg</c>, whose values a <c>dseg.tsv</c> explains) or a lesion mask (<c>_mask</c>, labelled L or
/// lesion). Source: BIDS specification 1.10, "Imaging derivatives".
/// </summary>
internal static partial class Bids
{
    private const int LongestTable = 1 << 20;

    // A folder that may not be read holds nothing of the dataset.
    private static readonly EnumerationOptions Flat = new() { IgnoreInaccessible = true };

    private static readonly EnumerationOptions Deep = new() { IgnoreInaccessible = true, RecurseSubdirectories = true };

    // What the integers of the standard table mean in Concord's coarse classes; bone and soft tissue are background.
    private static readonly Dictionary<int, string> Standard = new()
    {
        [0] = "background",
        [1] = "gm",
        [2] = "wm",
        [3] = "csf",
        [4] = "background",
        [5] = "background",
        [6] = "background",
        [7] = "wmh",
        [8] = "gm",
        [9] = "gm",
        [10] = "[gm, wm]",
        [11] = "[gm, wm]",
    };

    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "bids",
            Title = "A BIDS dataset with segmentations or lesion masks among its derivatives",
            Citation = "Gorgolewski et al., Sci Data 3:160044, 2016, doi:10.1038/sdata.2016.44",
            Licence = "that of dataset_description.json",
            Origin = "https://openneuro.org, or your own",
            Classes = ["background", "csf", "gm", "wm", "wmh"],
            Layouts = Layouts,
        };

    private static List<DatasetLayout> Layouts(string folder)
    {
        var found = new List<DatasetLayout>();
        var untold = default(BadInputException);
        foreach (var pipeline in Folders(Path.Combine(folder, "derivatives")))
        {
            // Of several kinds the first: what a person would see first, too.
            var file = Directory
                .EnumerateFiles(pipeline, "sub-*.nii*", Deep)
                .Where(f => Segmentation().IsMatch(Path.GetFileName(f)))
                .Order(StringComparer.Ordinal)
                .FirstOrDefault();
            if (file is null)
                continue;
            try
            {
                var layout = LayoutOf(folder, pipeline, file);
                // Subjects that lie side by side, without a pipeline's folder, are one dataset.
                if (!found.Exists(other => other.Labels[0] == layout.Labels[0]))
                    found.Add(layout);
            }
            catch (BadInputException e)
            {
                // Others may say what their values mean.
                untold ??= e;
            }
        }

        return found.Count > 0 || untold is null ? found : throw untold;
    }

    private static IEnumerable<string> Folders(string parent) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, "*", Flat).Order(StringComparer.Ordinal) : [];

    private static DatasetLayout LayoutOf(string folder, string pipeline, string file)
    {
        var relative = Path.GetRelativePath(folder, file).Replace('\\', '/');
        var hasSessions = relative.Contains("/ses-", StringComparison.Ordinal);
        var start = hasSessions ? "sub-*/ses-*/anat/sub-*_ses-*" : "sub-*/anat/sub-*";
        ImportedSequence Sequence(string name, string suffix) =>
            new(name, $"{start}_{suffix}.nii.gz", $"{start}_{suffix}.nii");
        return new()
        {
            Name = Path.GetFileName(pipeline) is var name && Entity().IsMatch(name) ? "derivatives" : name,
            Sequences = [Sequence("T1", "T1w"), Sequence("FLAIR", "FLAIR"), Sequence("T2", "T2w")],
            Labels = [Entity().Replace(relative, "${entity}-*")],
            Protocol = Path.GetFileName(file).Contains("_mask.nii", StringComparison.Ordinal)
                ? DatasetLayout.Meanings((0, "not [wmh]"), (1, "wmh"))
                : [.. Meanings(TableOf(file, folder))],
        };
    }

    // BIDS's inheritance: in a file's folder or one above it, under a name that says no more than the file's own does. The
    // nearest counts, and of those in one folder the one that says most.
    private static string TableOf(string file, string folder)
    {
        var entities = Path.GetFileName(file).Split('_')[..^1];
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        for (var at = Path.GetDirectoryName(Path.GetFullPath(file)); at is not null; at = Path.GetDirectoryName(at))
        {
            var table = Directory
                .EnumerateFiles(at, "*dseg.tsv", Flat)
                .Select(t => (Path: t, Entities: Path.GetFileName(t).Split('_')[..^1]))
                .Where(t => t.Entities.All(entities.Contains))
                .OrderByDescending(t => t.Entities.Length)
                .Select(t => t.Path)
                .FirstOrDefault();
            if (table is not null)
                return table;
            if (at == root)
                break;
        }

        throw new BadInputException(
            file,
            "no dseg.tsv says what its values mean",
            "write dseg.tsv with the columns index, name and mapping beside it or above"
        );
    }

    private static SortedDictionary<int, string> Meanings(string table)
    {
        var text = Encoding.UTF8.GetString(FileContent.Read(table, LongestTable).Span);
        var rows = text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Split('\t')).ToList();
        int Column(string name) => Array.IndexOf(rows[0], name);
        var (index, name, mapping, abbreviation) = (
            Column("index"),
            Column("name"),
            Column("mapping"),
            Column("abbreviation")
        );
        if (index < 0 || name < 0)
            throw new BadInputException(table, "has no columns 'index' and 'name'", "see the BIDS specification");
        var meanings = new SortedDictionary<int, string> { [0] = "background" };
        foreach (var row in rows.Skip(1).Where(r => r.Length == rows[0].Length))
        {
            if (!int.TryParse(row[index], CultureInfo.InvariantCulture, out var value))
                throw new BadInputException(table, $"'{row[index]}' is not an index", "use whole numbers");
            meanings[value] =
                mapping >= 0
                && int.TryParse(row[mapping], CultureInfo.InvariantCulture, out var standard)
                && Standard.TryGetValue(standard, out var meaning)
                    ? meaning
                    : ByName(row[name], abbreviation < 0 ? "" : row[abbreviation])
                        // Nobody said: it teaches nothing, rather than something wrong.
                        ?? "any";
        }

        return meanings;
    }

    // Only what can't mean anything else: abbreviations as a whole, and words that no other structure's name holds.
    private static string? ByName(string name, string abbreviation)
    {
        string[] whole = [name.ToUpperInvariant(), abbreviation.ToUpperInvariant()];
        bool Says(string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);
        if (Says("hypointens") || Says("hyperintens"))
            return Says("non") ? null : "wmh";
        return Says("lesion") || whole.Contains("WMH") ? "wmh"
            : Says("background") ? "background"
            : Says("cerebrospinal") || Says("ventricle") || whole.Contains("CSF") ? "csf"
            : Says("white matter") || Says("white-matter") || whole.Contains("WM") ? "wm"
            : Says("gray matter") || Says("grey matter") || whole.Contains("GM") ? "gm"
            : null;
    }

    [GeneratedRegex(
        @"(_dseg|_label-(L|lesion|lesions|WMH)(_[a-z]+-[A-Za-z0-9]+)*_mask)\.nii(\.gz)?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Segmentation();

    [GeneratedRegex(
        "(?<=^|[/_])(?<entity>sub|ses)-[A-Za-z0-9]+",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Entity();
}
