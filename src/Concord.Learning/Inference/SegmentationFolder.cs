using System.Globalization;
using System.Text;
using Concord.Imaging;
using Concord.Imaging.Formats;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Pictures;
using Concord.Labels;

namespace Concord.Learning.Inference;

/// <summary>
/// A folder of segmentations: of each subject a label file, what it was made of, a picture and rows of volumes, and one table
/// of what the integers mean. What earlier predictions left stays.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="space">The classes.</param>
public sealed class SegmentationFolder(string path, LabelSpace space)
{
    private const string VolumesHeading = "subject\tstructure\tvoxels\tvolume_mm3\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private string Table => Path.Combine(path, "dseg.tsv");

    private string Volumes => Path.Combine(path, "volumes.tsv");

    /// <summary>Refuses a name that a result of an earlier prediction has, or a folder of other classes.</summary>
    /// <param name="name">The subject's.</param>
    /// <param name="isResumed">True if a result of the same scans and model would have been kept.</param>
    /// <exception cref="BadInputException">It is taken.</exception>
    public void RequireNew(string name, bool isResumed = false)
    {
        if (File.Exists(LabelFile(name)))
            throw isResumed
                ? new BadInputException(
                    LabelFile(name),
                    "isn't known to be of this model, these scans and these options",
                    "choose another folder, or add --overwrite to make such ones anew"
                )
                : new BadInputException(
                    LabelFile(name),
                    "exists already",
                    "choose another folder or --name, or add --overwrite"
                );
        if (File.Exists(Table) && File.ReadAllText(Table) != TableText())
            throw new BadInputException(
                Table,
                "names other classes than this model has",
                "choose another folder, or add --overwrite"
            );
    }

    /// <summary>True if there is a whole result, and it is what would come out again.</summary>
    /// <param name="name">The subject's.</param>
    /// <param name="current">Makes the record of what would be segmented; not called where there is nothing to compare.</param>
    public bool Holds(string name, Func<SegmentationRecord> current) =>
        File.Exists(LabelFile(name))
        && SegmentationRecord.TryRead(RecordFile(name)) is { } earlier
        && earlier.Answers(current());

    /// <summary>Writes <c>&lt;name&gt;_dseg.json</c>: what the labels, which must come last, are made of.</summary>
    /// <param name="name">The subject's.</param>
    /// <param name="record">What it says.</param>
    public void WriteRecord(string name, SegmentationRecord record) => record.Write(RecordFile(name));

    /// <summary>
    /// Removes the labels of an earlier prediction, which must not pass for whole while others are written over it.
    /// </summary>
    /// <exception cref="BadInputException">They can't be removed.</exception>
    public void Discard(string name)
    {
        var file = LabelFile(name);
        try
        {
            if (File.Exists(file))
                File.Delete(file);
        }
        catch (Exception e) when (AtomicFile.Explain(file, e) is not null)
        {
            throw AtomicFile.Explain(file, e)!;
        }
    }

    /// <summary>Writes <c>dseg.tsv</c>: what the integers mean.</summary>
    public void WriteTable() => AtomicFile.WriteText(Table, TableText());

    /// <summary>Writes <c>&lt;name&gt;_dseg.nii.gz</c> in BIDS integers.</summary>
    /// <param name="name">The subject's.</param>
    /// <param name="classes">On the scan's grid.</param>
    /// <param name="scan">Whose affine bytes are kept, if it is NIfTI; null for a header of the classes' own geometry.</param>
    /// <returns>The file.</returns>
    public string WriteLabels(string name, Volume<byte> classes, StoredImage? scan = null)
    {
        var values = StandardLabels.For(space).Select(l => (byte)Math.Min(l.Value, 255)).ToArray();
        var labels = new byte[classes.Voxels.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = values[classes.Voxels[i]];
        NiftiWriter.Write(
            LabelFile(name),
            new Volume<byte>(scan?.Geometry ?? classes.Geometry, labels),
            scan as NiftiImage
        );
        return LabelFile(name);
    }

    /// <summary>Writes <c>&lt;name&gt;_label-&lt;class&gt;_probseg.nii.gz</c>: the probability of a class.</summary>
    public void WriteProbabilities(string name, int c, Volume<float> map, StoredImage scan) =>
        NiftiWriter.Write(
            Path.Combine(path, $"{name}_label-{space.Classes[c]}_probseg.nii.gz"),
            new Volume<float>(scan.Geometry, map.Voxels),
            scan as NiftiImage
        );

    /// <summary>Puts a subject's rows, voxels and mm³ of each class, into <c>volumes.tsv</c>.</summary>
    public void WriteVolumes(string name, Volume<byte> classes)
    {
        var counts = new long[256];
        foreach (var c in classes.Voxels)
            counts[c]++;
        // Others may predict into the same folder: no row of theirs must go.
        using var turn = FolderLock.Await(path, Path.GetFileName(Volumes), Patience);
        var text = new StringBuilder(VolumesHeading);
        foreach (var row in File.Exists(Volumes) ? File.ReadAllLines(Volumes).Skip(1) : [])
            if (!row.StartsWith($"{name}\t", StringComparison.Ordinal))
                text.Append(row).Append('\n');
        for (var c = 1; c < space.Count; c++)
        {
            var volume = counts[c] * classes.Geometry.VoxelVolume;
            text.Append(CultureInfo.InvariantCulture, $"{name}\t{space.Classes[c]}\t{counts[c]}\t{volume:0.###}\n");
        }

        AtomicFile.WriteText(Volumes, text.ToString());
    }

    /// <summary>Writes <c>&lt;name&gt;_qc.png</c>: three planes with the labels as outlines.</summary>
    public void WritePicture(string name, Volume<float> scan, Volume<byte> classes)
    {
        var colors = StandardLabels.For(space).Select(l => l.Color).ToList();
        var png = SlicePicture.ThreePlanes(scan, classes, colors).ToPng();
        AtomicFile.Write(Path.Combine(path, $"{name}_qc.png"), stream => stream.Write(png));
    }

    private string LabelFile(string name) => Path.Combine(path, $"{name}_dseg.nii.gz");

    private string RecordFile(string name) => Path.Combine(path, $"{name}_dseg.json");

    private string TableText()
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

        return text.ToString();
    }
}
