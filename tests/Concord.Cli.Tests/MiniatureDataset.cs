using System.IO.Compression;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Tests.Formats.Minc;
using Concord.Tests.Shared;

namespace Concord.Cli.Tests;

/// <summary>A public dataset's folder in miniature: its official names, its values, and heads of shells that a network can learn.</summary>
internal static class MiniatureDataset
{
    private static readonly VolumeGeometry Grid = new(
        new(24, 22, 20),
        Affine.FromSpacing(new(1.1, 1, 1.2), new(-12, -11, -12))
    );

    /// <summary>Fills a folder.</summary>
    public static void Unpack(OfficialLayout official, string folder)
    {
        for (var s = 0; s < official.Subjects.Count; s++)
        {
            string At(string path) => Path.Combine(folder, OfficialLayout.For(path, official.Subjects[s]));
            // BrainWeb's scans share their truth.
            var isShared = !official.Labels.Contains('{', StringComparison.Ordinal);
            var tissues = Head(isShared ? 0 : s);
            var sequence = 0;
            foreach (var path in official.Images.Values)
                Write(At(path), Grid, Scan(tissues, Seed(official, s), sequence++));
            var labels = new Volume<byte>(Grid, [.. tissues.Select(t => Value(official, t))]);
            if (official.HasFineLabels)
                labels = Fine(labels);
            if (!isShared || s == 0)
                Write(At(official.Labels), labels.Geometry, labels.Voxels);
            if (official.Mask is not null)
                Write(At(official.Mask), Grid, [.. tissues.Select(t => t == "outside" ? (byte)0 : (byte)1)]);
        }

        if (official.Table is { } table)
            File.WriteAllText(Path.Combine(folder, table.Name), table.Text);
    }

    // Two datasets don't hold the same scan.
    private static ulong Seed(OfficialLayout official, int subject) =>
        official.Importer.Aggregate((ulong)subject, (seed, c) => 31 * seed + c);

    // Voxels of half the size over less of the scan.
    private static Volume<byte> Fine(Volume<byte> labels)
    {
        var (size, s) = (labels.Size, labels.Geometry.Spacing);
        var first = labels.Geometry.Affine.Apply(new(1.75, 0.75, -0.25));
        var fine = new Volume<byte>(
            new(
                new(2 * (size.X - 4), 2 * (size.Y - 2), 2 * size.Z),
                Affine.FromSpacing(new(s.X / 2, s.Y / 2, s.Z / 2), first)
            )
        );
        for (var z = 0; z < fine.Size.Z; z++)
        for (var y = 0; y < fine.Size.Y; y++)
        for (var x = 0; x < fine.Size.X; x++)
            fine[x, y, z] = labels[x / 2 + 2, y / 2 + 1, z / 2];
        return fine;
    }

    private static byte Value(OfficialLayout official, string tissue)
    {
        // Where a dataset has no such lesion, it has another, or white matter.
        string[] names = tissue switch
        {
            "lesion" => ["wmh", "edema", "wm"],
            "core" => ["tumor", "wmh", "wm"],
            "rare" => ["other", "cerebellum", "necrosis", "vessels", "skull", "brainstem", "deep gm", "wmh", "wm"],
            _ => [tissue],
        };
        foreach (var name in names)
            if (official.Values.TryGetValue(name, out var value))
                return (byte)value;
        return 0;
    }

    private static string[] Head(int subject)
    {
        var size = Grid.Size;
        var tissues = new string[size.Voxels];
        for (var i = 0; i < tissues.Length; i++)
        {
            var (x, y, z) = (i % size.X, i / size.X % size.Y, i / (size.X * size.Y));
            double From(double cx, double cy, double cz) =>
                Math.Sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy) + (z - cz) * (z - cz));
            var (r, lesion, rare) = (From(12, 11, 10), From(15 - subject, 12, 10), From(9, 9, 8 + subject));
            tissues[i] =
                r > 9.5 ? "outside"
                : r > 8 ? "csf"
                : r > 6 ? "gm"
                : lesion < 1.5 ? "core"
                : lesion < 2.8 ? "lesion"
                : rare < 1.5 ? "rare"
                : "wm";
        }

        return tissues;
    }

    private static byte[] Scan(string[] tissues, ulong subject, int sequence)
    {
        var random = new Random64(subject, (ulong)sequence);
        var voxels = new byte[tissues.Length];
        for (var i = 0; i < voxels.Length; i++)
        {
            var mean = tissues[i] switch
            {
                "outside" => 0,
                "csf" => 60 + 40 * (sequence % 2),
                "gm" => 110,
                "wm" => 160 - 30 * (sequence % 2),
                _ => 210,
            };
            voxels[i] = mean == 0 ? (byte)0 : (byte)Math.Clamp(mean + 5 * random.NextNormal(), 1, 255);
        }

        return voxels;
    }

    private static void Write(string path, VolumeGeometry grid, byte[] voxels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (path.EndsWith(".mnc.gz", StringComparison.Ordinal))
            WriteMinc(path, grid, voxels);
        else if (path.Contains(".rawb", StringComparison.Ordinal))
            WriteRaw(path, grid, voxels);
        else
            ImageFile.Write(path, new Volume<byte>(grid, voxels));
    }

    // The site's own grids need no description.
    private static void WriteRaw(string path, VolumeGeometry grid, byte[] voxels)
    {
        var (size, spacing, start) = (grid.Size, grid.Spacing, grid.Affine.Column(3));
        File.WriteAllText(
            path[..path.IndexOf(".rawb", StringComparison.Ordinal)] + ".txt",
            FormattableString.Invariant(
                $"size: {size}\nspacing: {spacing.X} {spacing.Y} {spacing.Z}\nstart: {start.X} {start.Y} {start.Z}\ntype: byte\n"
            )
        );
        using var file = File.Create(path);
        using Stream target = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file;
        target.Write(voxels);
    }

    private static void WriteMinc(string path, VolumeGeometry grid, byte[] voxels)
    {
        var origin = grid.Affine.Column(3);
        var bytes = new MincBuilder()
            .Space("zspace", grid.Size.Z, origin.Z, grid.Spacing.Z)
            .Space("yspace", grid.Size.Y, origin.Y, grid.Spacing.Y)
            .Space("xspace", grid.Size.X, origin.X, grid.Spacing.X)
            .Variable("image-min", [], MincBuilder.Float64, [0])
            .Variable("image-max", [], MincBuilder.Float64, [255])
            .Variable(
                "image",
                ["zspace", "yspace", "xspace"],
                MincBuilder.Byte,
                [.. voxels.Select(v => (double)v)],
                ("signtype", "unsigned"),
                ("valid_range", new[] { 0.0, 255 })
            )
            .Build();
        using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        packed.Write(bytes);
    }
}
