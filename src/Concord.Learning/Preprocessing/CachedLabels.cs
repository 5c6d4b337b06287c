using System.Text.Json;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Labels.Subjects;

namespace Concord.Learning.Preprocessing;

/// <summary>
/// What a cache keeps of a subject beside its images: <c>categories</c> and perhaps <c>mask</c> in bytes, [z, y, x], where
/// its working grid lies, and what was noticed.
/// </summary>
/// <param name="Grid">The working grid and the way back.</param>
/// <param name="Categories">Global category of each voxel of the working grid.</param>
/// <param name="Mask">1 in the brain; empty where there is none.</param>
/// <param name="Warnings">What was noticed, with placeholders for paths: the same files may lie elsewhere when they are read.</param>
internal sealed record CachedLabels(
    WorkingGrid Grid,
    ReadOnlyMemory<byte> Categories,
    ReadOnlyMemory<byte> Mask,
    IReadOnlyList<string> Warnings
)
{
    private const string CategoriesName = "categories";
    private const string MaskName = "mask";
    private const string FactsName = "concord";
    private const StringComparison Exactly = StringComparison.Ordinal;

    /// <summary>Takes them from a file.</summary>
    /// <param name="file">As <see cref="Write"/> left it.</param>
    /// <param name="spacing">The working voxel size.</param>
    public static CachedLabels Read(MappedTensors file, Spacing spacing)
    {
        var facts = JsonSerializer.Deserialize<CachedFacts>(file.Metadata[FactsName])!;
        var native = new VolumeGeometry(
            new(facts.Size[0], facts.Size[1], facts.Size[2]),
            Affine.FromColumns(Column(0), Column(1), Column(2), Column(3))
        );
        var (box, side) = (facts.Box, facts.Box[3..]);
        var grid = new WorkingGrid(native, spacing, new Box(box[0], box[1], box[2], new(side[0], side[1], side[2])));
        var voxels = grid.Geometry.Size.Voxels;
        var mask = file.Has(MaskName) ? file.Get<byte>(MaskName, voxels) : default;
        return new(grid, file.Get<byte>(CategoriesName, voxels), mask, facts.Warnings);

        Point3 Column(int c) => new(facts.Affine[3 * c], facts.Affine[3 * c + 1], facts.Affine[3 * c + 2]);
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    public static void Write(string path, PreparedSubject made, IReadOnlyList<string> sequences, Subject subject)
    {
        var grid = made.Image.Grid;
        var facts = new CachedFacts(
            [grid.Native.Size.X, grid.Native.Size.Y, grid.Native.Size.Z],
            [.. Enumerable.Range(0, 4).Select(grid.Native.Affine.Column).SelectMany(c => new[] { c.X, c.Y, c.Z })],
            [grid.Box.X, grid.Box.Y, grid.Box.Z, grid.Box.Size.X, grid.Box.Size.Y, grid.Box.Size.Z],
            [
                .. made.Warnings.Select(w =>
                    Placeholders(sequences, subject).Aggregate(w, (t, p) => t.Replace(p.Path, p.Name, Exactly))
                ),
            ]
        );
        MappedTensors.Write<byte>(
            path,
            grid.Geometry.Size,
            made.Image.Mask.IsEmpty
                ? [(CategoriesName, made.Categories)]
                : [(CategoriesName, made.Categories), (MaskName, made.Image.Mask)],
            new Dictionary<string, string>(CachedFile.MadeFor(subject, CachedFile.Labels), StringComparer.Ordinal)
            {
                [FactsName] = JsonSerializer.Serialize(facts),
            }
        );
    }

    /// <summary>What was noticed, of files that lie where a subject's do.</summary>
    public IReadOnlyList<string> WarningsOf(IReadOnlyList<string> sequences, Subject subject)
    {
        var paths = Placeholders(sequences, subject);
        return [.. Warnings.Select(w => paths.Aggregate(w, (t, p) => t.Replace(p.Name, p.Path, Exactly)))];
    }

    // By place: another manifest may call the same sequence otherwise.
    private static List<(string Path, string Name)> Placeholders(IReadOnlyList<string> sequences, Subject subject)
    {
        List<(string Path, string Name)> all = [.. sequences.Select((s, i) => (subject.Images[s], $"{{image {i}}}"))];
        if (subject.Labels is not null)
            all.Add((subject.Labels, "{labels}"));
        if (subject.Mask is not null)
            all.Add((subject.Mask, "{mask}"));
        // A path may begin another.
        return [.. all.OrderByDescending(p => p.Path.Length)];
    }

    private sealed record CachedFacts(int[] Size, double[] Affine, int[] Box, IReadOnlyList<string> Warnings);
}
