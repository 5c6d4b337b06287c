using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Pictures;
using Concord.Imaging.Spatial;
using Concord.Simulation.Datasets;

namespace Concord.Simulation.Bench;

/// <summary>Twelve subjects of each kind at a glance, and simulated scans beside real ones.</summary>
internal static class ContactSheets
{
    private const int Columns = 6;
    private static readonly int[] Colors = [0, 0x56B4E9, 0xE69F00, 0xF0E442, 0xE4002B, 0x00C853, 0xCC33CC];

    public static int Write(string folder, string[] anatomies)
    {
        Directory.CreateDirectory(folder);
        foreach (var kind in Enum.GetValues<SubjectKind>())
        foreach (var where in anatomies)
        {
            var library = AnatomyLibrary.Open(where);
            var name = where == AnatomyLibrary.Procedural ? where : "labelmaps";
            string[] sequences =
                kind == SubjectKind.Tumor ? ["T1c", "FLAIR"]
                : kind == SubjectKind.Lesions ? ["T1", "FLAIR"]
                : ["T1", "T2"];
            var tiles = new List<Raster>();
            for (var i = 0; i < 12; i++)
            {
                var subject = SubjectSimulator.Make(
                    library.For(i, (ulong)(50 + i)),
                    new() { Kind = kind, Sequences = sequences },
                    (ulong)(50 + i)
                );
                tiles.Add(Tile(subject, kind, sequences));
            }

            var path = Path.Combine(folder, $"simulated-{kind.ToString().ToLowerInvariant()}-{name}.png");
            AtomicFile.Write(path, stream => stream.Write(Sheet(tiles).ToPng()));
            Console.WriteLine(path);
        }

        return 0;
    }

    /// <summary>Real scans above, simulated ones below, each drawn with its own 1st to 99.5th percentile as window.</summary>
    public static int Beside(string folder, string png)
    {
        var real = Directory
            .GetFiles(folder, "*.nii.gz", SearchOption.AllDirectories)
            .Where(f =>
                Path.GetFileName(f) is var n && (n.Contains("T1") || n.Contains("FLAIR")) && !n.Contains("POST")
            )
            .Order(StringComparer.Ordinal)
            .Take(6)
            .Select(f => Slice(Reorient.To(ImageFile.Open(f).ToIntensities(), Orientation.Ras), null, 0.55))
            .ToList();
        var simulated = new List<Raster>();
        foreach (var (site, seed) in new[] { ("A", 61ul), ("B", 62ul), ("D", 63ul) })
        {
            var library = AnatomyLibrary.Open(Environment.GetEnvironmentVariable("CONCORD_ANATOMIES")!);
            var subject = SubjectSimulator.Make(
                library.For((int)seed - 60, seed),
                new()
                {
                    Kind = SubjectKind.Lesions,
                    Site = Signal.SiteCatalog.Find(site),
                    Lesions = new() { Volume = 20 },
                },
                seed
            );
            // Without what lies outside the brain, as the real ones are.
            foreach (var image in subject.Images.Values)
            {
                var brain = image.With((float[])image.Voxels.Clone());
                for (var i = 0; i < brain.Voxels.Length; i++)
                    brain.Voxels[i] *= subject.Truth.Voxels[i] > 0 ? 1 : 0;
                simulated.Add(Slice(brain, null, 0.58));
            }
        }

        AtomicFile.Write(png, stream => stream.Write(Sheet([.. real, .. simulated]).ToPng()));
        return 0;
    }

    private static Raster Tile(SimulatedSubject subject, SubjectKind kind, string[] sequences)
    {
        var height = Height(subject, kind);
        var first = Slice(subject.Images[sequences[0]], null, height);
        var second = Slice(
            subject.Images[sequences[1]],
            kind == SubjectKind.Brain ? subject.Truth : Ill(subject),
            height
        );
        var tile = new Raster(first.Width, first.Height + second.Height);
        tile.Paste(first, 0, 0);
        tile.Paste(second, 0, first.Height);
        return tile;
    }

    private static Volume<byte> Ill(SimulatedSubject subject) =>
        subject.Truth.With(Array.ConvertAll(subject.Truth.Voxels, l => l >= TruthLabels.Lesion ? l : (byte)0));

    // The slice with the most of the illness; for a healthy one a little above the middle.
    private static double Height(SimulatedSubject subject, SubjectKind kind)
    {
        var size = subject.Truth.Size;
        if (kind == SubjectKind.Brain)
            return 0.55;
        var counts = Enumerable
            .Range(0, size.Z)
            .Select(z => subject.Truth.Plane(z).ToArray().Count(l => l is TruthLabels.Lesion or TruthLabels.Tumor))
            .ToList();
        return (double)counts.IndexOf(counts.Max()) / size.Z;
    }

    private static Raster Slice(Volume<float> image, Volume<byte>? labels, double height)
    {
        var sorted = image.Voxels.Where(v => v > 0).Order().ToArray();
        var window = (0f, sorted[(int)(0.995 * (sorted.Length - 1))]);
        var index = (int)(height * image.Size.Z);
        return SlicePicture.Draw(
            image,
            labels,
            Colors,
            PlaneKind.Axial,
            index,
            200.0 / (image.Size.Y * image.Geometry.Spacing.Y),
            window
        );
    }

    private static Raster Sheet(List<Raster> tiles)
    {
        var (width, height) = (tiles.Max(t => t.Width) + 4, tiles.Max(t => t.Height) + 4);
        var sheet = new Raster(Columns * width, (tiles.Count + Columns - 1) / Columns * height);
        for (var i = 0; i < tiles.Count; i++)
            sheet.Paste(tiles[i], i % Columns * width, i / Columns * height);
        return sheet;
    }
}
