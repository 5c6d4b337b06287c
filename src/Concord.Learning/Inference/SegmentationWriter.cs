using System.Globalization;
using System.Text;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Pictures;
using Concord.Labels;

namespace Concord.Learning.Inference;

/// <summary>Writes a segmentation: label file, label table, volumes and a picture.</summary>
public static class SegmentationWriter
{
    /// <summary>Writes <c>&lt;name&gt;_dseg.nii.gz</c> on the scan's own grid, its affine bytes kept, in BIDS integers.</summary>
    /// <returns>The file.</returns>
    public static string WriteLabels(
        string folder,
        string name,
        Volume<byte> classes,
        LabelSpace space,
        NiftiImage scan
    )
    {
        var values = StandardLabels.For(space).Select(l => (byte)Math.Min(l.Value, 255)).ToArray();
        var labels = new byte[classes.Voxels.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = values[classes.Voxels[i]];
        var path = Path.Combine(folder, $"{name}_dseg.nii.gz");
        NiftiWriter.Write(path, new Volume<byte>(scan.Geometry, labels), scan);
        return path;
    }

    /// <summary>Writes <c>dseg.tsv</c>: what the integers mean.</summary>
    public static void WriteTable(string folder, LabelSpace space)
    {
        var text = new StringBuilder("index\tname\tabbreviation\tcolor\tmapping\n");
        var labels = StandardLabels.For(space);
        for (var c = 0; c < space.Count; c++)
        {
            var label = labels[c];
            var mapping = label.Mapping?.ToString(CultureInfo.InvariantCulture) ?? "n/a";
            text.Append(
                $"{label.Value}\t{space.Classes[c]}\t{label.Abbreviation ?? "n/a"}\t#{label.Color:x6}\t{mapping}\n"
            );
        }

        AtomicFile.WriteText(Path.Combine(folder, "dseg.tsv"), text.ToString());
    }

    /// <summary>The rows of <c>volumes.tsv</c> for one subject: class, voxels and mm³.</summary>
    public static string VolumeRows(string name, Volume<byte> classes, LabelSpace space)
    {
        var counts = new long[256];
        foreach (var c in classes.Voxels)
            counts[c]++;
        var text = new StringBuilder();
        for (var c = 1; c < space.Count; c++)
        {
            var volume = counts[c] * classes.Geometry.VoxelVolume;
            text.Append(CultureInfo.InvariantCulture, $"{name}\t{space.Classes[c]}\t{counts[c]}\t{volume:0.###}\n");
        }

        return text.ToString();
    }

    /// <summary>Writes <c>volumes.tsv</c>.</summary>
    public static void WriteVolumes(string folder, IEnumerable<string> rows) =>
        AtomicFile.WriteText(
            Path.Combine(folder, "volumes.tsv"),
            "subject\tstructure\tvoxels\tvolume_mm3\n" + string.Concat(rows)
        );

    /// <summary>Writes <c>&lt;name&gt;_qc.png</c>: three planes with the labels as outlines.</summary>
    public static void WritePicture(
        string folder,
        string name,
        Volume<float> scan,
        Volume<byte> classes,
        LabelSpace space
    )
    {
        var colors = StandardLabels.For(space).Select(l => l.Color).ToList();
        var png = SlicePicture.ThreePlanes(scan, classes, colors).ToPng();
        AtomicFile.Write(Path.Combine(folder, $"{name}_qc.png"), stream => stream.Write(png));
    }
}
