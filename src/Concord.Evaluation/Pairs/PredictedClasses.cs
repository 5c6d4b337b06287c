using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Evaluation.Pairs;

/// <summary>From the values of a label file to classes.</summary>
public static class PredictedClasses
{
    /// <summary>
    /// The classes of a prediction: by the names in the <c>dseg.tsv</c> beside it, and else by Concord's own integers. A
    /// structure that the space doesn't know is none of its classes, and so background.
    /// </summary>
    /// <param name="labels">The file's values.</param>
    /// <param name="path">The file.</param>
    /// <param name="space">The classes.</param>
    /// <param name="warn">Told of structures that aren't among them, and what integers were taken for.</param>
    /// <returns>An index into the space for each voxel.</returns>
    /// <exception cref="BadInputException">Without a table, a value is no class of the space.</exception>
    public static byte[] Of(Volume<int> labels, string path, LabelSpace space, Action<string> warn)
    {
        var table = LabelTable.Beside(path);
        var classes = new Dictionary<int, int> { [0] = 0 };
        if (table is null)
        {
            var meant = StandardLabels
                .For(space)
                .Select((l, c) => (l.Value, Class: c))
                .Where(l => l.Class > 0)
                .ToList();
            foreach (var (value, c) in meant)
                classes[value] = c;
            // Other tools number otherwise, which nothing else would show but scores near 0.
            var some = meant.Take(8).Select(m => $"{m.Value} for {space.Classes[m.Class]}");
            warn(
                $"no dseg.tsv lies beside {Path.GetDirectoryName(Path.GetFullPath(path))}: values there are taken as predict "
                    + $"writes them, {string.Join(", ", some)}{(meant.Count > 8 ? ", ..." : "")}"
            );
            return Translate(labels, classes, path);
        }

        foreach (var value in Values(labels))
        {
            var c = space
                .Classes.ToList()
                .FindIndex(n => n.Equals(table.NameOf(value), StringComparison.OrdinalIgnoreCase));
            if (c < 0)
                warn(
                    $"the predicted structure {table.NameOf(value)} is no class of the manifest: it counts as background"
                );
            classes[value] = Math.Max(0, c);
        }

        return Translate(labels, classes, path);
    }

    /// <summary>The values that occur, ascending, but for 0.</summary>
    internal static List<int> Values(Volume<int> labels)
    {
        // A label mostly has the value of the one before it, which needs no look into a table.
        var (values, last) = (new HashSet<int>(), 0);
        foreach (var value in labels.Voxels)
            if (value != last)
                values.Add(last = value);
        values.Remove(0);
        return [.. values.Order()];
    }

    /// <summary>The class of each voxel, by its value.</summary>
    /// <exception cref="BadInputException">A value has none.</exception>
    internal static byte[] Translate(Volume<int> labels, Dictionary<int, int> classes, string path)
    {
        var result = new byte[labels.Voxels.Length];
        var last = (Value: 0, Class: (byte)0);
        for (var i = 0; i < result.Length; i++)
        {
            var value = labels.Voxels[i];
            if (value != last.Value || i == 0)
                last = classes.TryGetValue(value, out var c)
                    ? (value, (byte)c)
                    : throw new BadInputException(
                        path,
                        $"holds the label {value}, which no class has",
                        "give a file that predict wrote"
                    );
            result[i] = last.Class;
        }

        return result;
    }
}
