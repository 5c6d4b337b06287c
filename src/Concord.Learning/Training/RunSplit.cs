using Concord.Imaging;
using Concord.Labels.Subjects;

namespace Concord.Learning.Training;

/// <summary>What a run used each subject for: its <c>split.tsv</c>.</summary>
public sealed class RunSplit
{
    private const string Heading = "dataset\tsubject\tsubset";
    private readonly Dictionary<(string Dataset, string Id), Subset> _subsets;

    private RunSplit(Dictionary<(string, string), Subset> subsets)
    {
        _subsets = subsets;
    }

    /// <summary>
    /// The subset of a subject. One that the run didn't know is a test subject: the network has never seen it.
    /// </summary>
    public Subset Of(Subject subject) => _subsets.GetValueOrDefault((subject.Dataset, subject.Id), Subset.Test);

    /// <summary>Whether anybody is measured during training.</summary>
    public bool HasValidation => _subsets.ContainsValue(Subset.Validation);

    /// <summary>Reads the split of a run.</summary>
    /// <exception cref="BadInputException">The file is missing or damaged.</exception>
    public static RunSplit Read(RunFolder run)
    {
        try
        {
            var rows = File.ReadLines(run.Split).Skip(1).Select(line => line.Split('\t'));
            return new(rows.ToDictionary(r => (r[0], r[1]), r => Enum.Parse<Subset>(r[2], ignoreCase: true)));
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or IndexOutOfRangeException)
        {
            throw new BadInputException(run.Split, "doesn't say who was trained on", "give a whole run folder", e);
        }
    }

    internal static void Write(RunFolder run, IEnumerable<(Subject Subject, Subset Subset)> split) =>
        AtomicFile.WriteText(run.Split, ToTable(split));

    internal static string ToTable(IEnumerable<(Subject Subject, Subset Subset)> split)
    {
        var rows = split.Select(s =>
            $"{s.Subject.Dataset}\t{s.Subject.Id}\t{s.Subset.ToString().ToLowerInvariant()}\n"
        );
        return Heading + "\n" + string.Concat(rows);
    }
}
