using Concord.Imaging;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>
/// Finds the anatomical models that were downloaded from BrainWeb (Collins et al. 1998, "Design and construction of a
/// realistic digital brain phantom"; Aubert-Broche et al. 2006, "Twenty new digital brain phantoms"): MINC 1 files and raw
/// voxels of 8 or 16 bits, gzipped or not, by the names that BrainWeb gives them.
/// </summary>
public static class BrainWebReader
{
    /// <summary>The anatomies of a folder, or the one of a file, in the order of their names.</summary>
    /// <param name="path">
    /// A folder, whose subfolders aren't searched. Or a file: its anatomy is read from files of its kind only, one label a
    /// voxel or memberships.
    /// </param>
    /// <exception cref="BadInputException">There are none.</exception>
    public static IReadOnlyList<BrainWebAnatomy> Find(string path)
    {
        var only = File.Exists(path) ? BrainWebFile.Of(path) ?? throw Nothing(path, "is none of BrainWeb's") : null;
        var folder = only is null ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new BadInputException(path, "no such file or folder", "check the path");
        var files =
            from file in Listed(folder).Select(BrainWebFile.Of)
            where file is not null
            where only is null || (file.Anatomy == only.Anatomy && file.Class is null == only.Class is null)
            select file;
        var anatomies = files
            .GroupBy(f => f.Anatomy, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new BrainWebAnatomy(g.Key, g.First().Table, Choose(g, only)))
            .ToList();
        return anatomies.Count > 0 ? anatomies : throw Nothing(path, "holds none of BrainWeb's anatomical models");
    }

    private static IEnumerable<string> Listed(string folder)
    {
        try
        {
            return Directory.GetFiles(folder).Order(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(folder, e.Message, "check the path and its permissions", e);
        }
    }

    /// <summary>One file a class; memberships rather than labels, if there are enough of them.</summary>
    private static List<BrainWebFile> Choose(IEnumerable<BrainWebFile> files, BrainWebFile? only)
    {
        var best = files
            .GroupBy(f => f.Class)
            .Select(g => g.FirstOrDefault(f => f == only) ?? g.OrderBy(f => f.Format).First())
            .ToList();
        var fuzzy = best.Where(f => f.Class is not null).OrderBy(f => f.Class).ToList();
        var crisp = best.Where(f => f.Class is null).ToList();
        return crisp.Count == 0 || BrainWebAnatomy.Missing(fuzzy).Count == 0 ? fuzzy : crisp;
    }

    private static BadInputException Nothing(string path, string problem) =>
        new(path, problem, "the names are such as subject04_gm_v.mnc.gz or phantom_1.0mm_normal_crisp.rawb");
}
