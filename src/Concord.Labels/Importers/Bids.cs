using System.Globalization;
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
        var derivatives = Path.Combine(folder, "derivatives");
        if (!Directory.Exists(derivatives))
            return found;
        foreach (var pipeline in Directory.GetDirectories(derivatives).Order(StringComparer.Ordinal))
        {
            var files = Directory
                .EnumerateFiles(pipeline, "sub-*.nii*", SearchOption.AllDirectories)
                .Where(f => Segmentation().IsMatch(Path.GetFileName(f)))
                .Order(StringComparer.Ordinal)
                .ToList();
            // Of several kinds the first: what a person would see first, too.
            if (files.Count == 0)
                continue;
            var isMask = Path.GetFileName(files[0]).Contains("_mask.nii", StringComparison.Ordinal);
            var relative = Path.GetRelativePath(folder, files[0]).Replace('\\', '/');
            var hasSessions = relative.Contains("/ses-", StringComparison.Ordinal);
            var start = hasSessions ? "sub-*/ses-*/anat/sub-*_ses-*" : "sub-*/anat/sub-*";
            found.Add(
                new()
                {
                    Name = Path.GetFileName(pipeline),
                    Sequences = [Sequence("T1", "T1w"), Sequence("FLAIR", "FLAIR"), Sequence("T2", "T2w")],
                    Labels = [Entity().Replace(relative, "${entity}-*")],
                    Protocol = isMask
                        ? DatasetLayout.Meanings((0, "not [wmh]"), (1, "wmh"))
                        : [.. Table(files[0], pipeline, folder)],
                }
            );

            ImportedSequence Sequence(string name, string suffix) =>
                new(name, $"{start}_{suffix}.nii.gz", $"{start}_{suffix}.nii");
        }

        return found;
    }

    // Beside the file, or inherited from a folder above.
    private static IEnumerable<KeyValuePair<int, string>> Table(string file, string pipeline, string folder)
    {
        var own = file[..file.LastIndexOf(".nii", StringComparison.Ordinal)] + ".tsv";
        var inherited = new[] { pipeline, folder }.SelectMany(f => Directory.GetFiles(f, "*dseg.tsv").Order());
        var table =
            new[] { own }.Concat(inherited).FirstOrDefault(File.Exists)
            ?? throw new BadInputException(
                file,
                "no dseg.tsv says what its values mean",
                $"write {Path.GetFileName(own)} with the columns index, name and mapping beside it"
            );
        var rows = File.ReadAllLines(table).Select(l => l.Split('\t')).ToList();
        int Column(string name) => rows.Count == 0 ? -1 : Array.IndexOf(rows[0], name);
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

    private static string? ByName(string name, string abbreviation)
    {
        bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
                if (name.Contains(word, StringComparison.OrdinalIgnoreCase) || abbreviation == word)
                    return true;
            return false;
        }

        return Says("background", "BG") ? "background"
            : Says("lesion", "hyperintens", "WMH") ? "wmh"
            : Says("csf", "CSF", "cerebrospinal", "ventricle") ? "csf"
            : Says("white", "WM") ? "wm"
            : Says("gray", "grey", "GM") ? "gm"
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
