using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy.LabelMaps;

/// <summary>Makes an anatomy from a map of FreeSurfer codes, with or without the head around the brain.</summary>
public static class LabelMapReader
{
    private const int MostListed = 8;

    // What lies this near to the skin is fat, in mm; deeper it is muscle with streaks of fat.
    private const float FatDepth = 5;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A NIfTI file of codes.</param>
    /// <param name="ignoreUnknown">True to take codes that the table doesn't know for air.</param>
    /// <param name="keepLesions">False to take the map's own white matter lesions for normal white matter.</param>
    /// <exception cref="BadInputException">
    /// It isn't a label map, has codes that the table doesn't know, or no white matter.
    /// </exception>
    public static LabelMapAnatomy Read(string path, bool ignoreUnknown = false, bool keepLesions = false) =>
        Make(ImageFile.Stem(path), path, ImageFile.Open(path).ToLabels(), ignoreUnknown, keepLesions);

    internal static LabelMapAnatomy Make(
        string name,
        string path,
        Volume<int> labels,
        bool ignoreUnknown,
        bool keepLesions
    )
    {
        var tissues = Tabulate(labels, path, ignoreUnknown);
        var codes = Crop.To(labels, Crop.Content(labels, 2));
        if (!keepLesions)
        {
            foreach (var (code, tissue) in tissues)
                tissues[code] = tissue == Tissue.Lesion ? Tissue.WhiteMatter : tissue;
        }

        var fat = FindFat(codes, tissues);
        var lanes = new MembershipLanes(codes.Geometry);
        var lookup = new Lookup(tissues);
        var plane = codes.Size.X * codes.Size.Y;
        Rows.ForEachPlane(
            codes.Size.Z,
            -1,
            z =>
            {
                var bytes = lanes.Bytes;
                for (var i = z * plane; i < (z + 1) * plane; i++)
                {
                    var tissue = fat is not null && fat[i] ? Tissue.Fat : lookup[codes.Voxels[i]];
                    bytes[MembershipLanes.Width * i + (int)tissue] = 1;
                }
            }
        );
        lanes.Smooth();
        var anatomy = new VolumeAnatomy(name, lanes, labels.Geometry, MidlineFit.Of(codes) ?? Middle(lanes));
        return new(anatomy, codes);
    }

    private static Midline Middle(MembershipLanes lanes) =>
        new(lanes.Centre([Tissue.GreyMatter, Tissue.DeepGrey, Tissue.WhiteMatter, Tissue.Lesion]), new(1, 0, 0));

    private static Dictionary<int, Tissue> Tabulate(Volume<int> labels, string path, bool ignoreUnknown)
    {
        var counts = new Dictionary<int, long>();
        var (last, run) = (labels.Voxels[0], 0L);
        foreach (var code in labels.Voxels)
        {
            if (code == last)
            {
                run++;
                continue;
            }

            counts[last] = counts.GetValueOrDefault(last) + run;
            (last, run) = (code, 1);
        }

        counts[last] = counts.GetValueOrDefault(last) + run;
        var unknown = counts.Where(c => FreeSurferLabels.Find(c.Key) is null).OrderBy(c => c.Key).ToList();
        if (unknown.Count > 0 && !ignoreUnknown)
        {
            var listed = string.Join(", ", unknown.Take(MostListed).Select(c => $"{c.Key} ({c.Value} voxels)"));
            var more = unknown.Count > MostListed ? $" and {unknown.Count - MostListed} more" : "";
            throw new BadInputException(
                path,
                $"has codes that FreeSurfer's table doesn't know: {listed}{more}",
                "mend the label map, or take them for air with --ignore-unknown"
            );
        }

        var tissues = counts.Keys.ToDictionary(c => c, c => FreeSurferLabels.Find(c)?.Tissue ?? Tissue.Background);
        if (!tissues.ContainsValue(Tissue.WhiteMatter))
            throw new BadInputException(path, "has no white matter", "give a map of FreeSurfer codes, such as aseg");
        if (!tissues.ContainsValue(Tissue.GreyMatter))
            throw new BadInputException(path, "has no grey matter", "give a map of FreeSurfer codes, such as aseg");
        return tissues;
    }

    /// <summary>Which voxels of soft tissue outside the skull are fat; null if the map has no skin.</summary>
    private static bool[]? FindFat(Volume<int> codes, Dictionary<int, Tissue> tissues)
    {
        if (!tissues.ContainsValue(Tissue.Skin) || !tissues.ContainsValue(Tissue.Muscle))
            return null;
        var lookup = new Lookup(tissues);
        var skin = codes.With(Array.ConvertAll(codes.Voxels, code => lookup[code] == Tissue.Skin ? (byte)1 : (byte)0));
        var depth = DistanceTransform.ToNearest(skin);
        var random = new Random64(0x464154);
        var streaks = new PlaneWaves(ref random, 10, 12, 40);
        var fat = new bool[codes.Voxels.Length];
        var size = codes.Size;
        Rows.ForEachPlane(
            size.Z,
            -1,
            () => (Points: new PointRow(size.X), Streaks: Rows.Make(size.X)),
            (z, scratch) =>
            {
                for (var y = 0; y < size.Y; y++)
                {
                    var row = codes.Row(y, z);
                    var start = codes.Index(0, y, z);
                    scratch.Points.Set(codes.Geometry.Affine, 0, y, z);
                    scratch.Streaks.AsSpan().Clear();
                    streaks.AddAlong(scratch.Points, 0..size.X, 1, scratch.Streaks);
                    for (var x = 0; x < row.Length; x++)
                    {
                        fat[start + x] =
                            lookup[row[x]] == Tissue.Muscle
                            && (depth.Voxels[start + x] < FatDepth || scratch.Streaks[x] > 0.9f);
                    }
                }
            }
        );
        return fat;
    }

    /// <summary>A table that is asked for millions of codes.</summary>
    private sealed class Lookup
    {
        private readonly Tissue[] _near = new Tissue[4096];
        private readonly Dictionary<int, Tissue> _all;

        public Lookup(Dictionary<int, Tissue> all)
        {
            _all = all;
            foreach (var (code, tissue) in all)
                if ((uint)code < (uint)_near.Length)
                    _near[code] = tissue;
        }

        public Tissue this[int code] => (uint)code < (uint)_near.Length ? _near[code] : _all[code];
    }
}
