using Concord.Imaging;
using Concord.Labels.Subjects;
using Concord.Learning.Checkpoints;

namespace Concord.Learning.Preprocessing;

/// <summary>A file of a cache.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Dataset">The dataset that it was first made for; the same images may serve others.</param>
/// <param name="Subject">The subject that it was first made for.</param>
/// <param name="Part">A sequence, or <c>labels</c>; empty for what a killed process left unfinished.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="LastUse">When a training last took it, in UTC.</param>
public sealed record CachedFile(
    string Path,
    string Dataset,
    string Subject,
    string Part,
    long Bytes,
    DateTimeOffset LastUse
)
{
    /// <summary>What <see cref="Part"/> says of labels.</summary>
    internal const string Labels = "labels";

    private const string DatasetKey = "dataset";
    private const string SubjectKey = "subject";
    private const string PartKey = "part";

    // A training writes for moments: what is older was left behind.
    private static readonly TimeSpan Writing = TimeSpan.FromHours(1);

    /// <summary>True for what a killed process left unfinished.</summary>
    public bool IsLeftBehind => Part.Length == 0;

    /// <summary>
    /// Everything in a folder that trainings put there, by dataset, subject and part; other files are left out.
    /// </summary>
    /// <exception cref="BadInputException">There is no such folder.</exception>
    public static IReadOnlyList<CachedFile> In(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException(folder, "no such folder", "give the one that --cache named");
        string[] paths;
        try
        {
            paths = Directory.GetFiles(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(folder, "can't be listed", "check who owns it", e);
        }

        return
        [
            .. paths
                .Select(Of)
                .OfType<CachedFile>()
                .OrderBy(f => f.Dataset, StringComparer.Ordinal)
                .ThenBy(f => f.Subject, StringComparer.Ordinal)
                .ThenBy(f => f.Part, StringComparer.Ordinal),
        ];
    }

    /// <summary>What stands in a file beside its numbers.</summary>
    internal static Dictionary<string, string> MadeFor(Subject subject, string part) =>
        new(StringComparer.Ordinal)
        {
            [DatasetKey] = subject.Dataset,
            [SubjectKey] = subject.Id,
            [PartKey] = part,
        };

    /// <summary>Remembers that a file was taken; not where others may only read it.</summary>
    internal static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It only counts when the folder is cleared.
        }
    }

    private static CachedFile? Of(string path)
    {
        var file = new FileInfo(path);
        // What was being written a moment ago has another name by now.
        if (!file.Exists)
            return null;
        var (name, use, bytes) = (file.Name, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero), file.Length);
        if (name.EndsWith(".tmp", StringComparison.Ordinal) && IsOurs(name.TrimStart('.')))
            return TimeProvider.System.GetUtcNow() - use < Writing ? null : new(path, "", "", "", bytes, use);
        if (!IsOurs(name))
            return null;
        try
        {
            var tensors = SafetensorsFile.PlacesIn(path, out var metadata);
            if (metadata.TryGetValue(PartKey, out var part))
                return new(path, metadata[DatasetKey], metadata[SubjectKey], part, bytes, use);
            // Earlier versions didn't say for whom, and no training takes their files any more.
            return tensors.ContainsKey("image") || tensors.ContainsKey("categories")
                ? new(path, "?", "?", "earlier version", bytes, use)
                : null;
        }
        catch (Exception e)
            when (e is BadInputException or KeyNotFoundException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // 32 hexadecimal digits and the format's name.
    private static bool IsOurs(string name) =>
        name.Length > 32
        && name.AsSpan(0, 32).IndexOfAnyExcept("0123456789abcdef") < 0
        && name.AsSpan(32).StartsWith(".safetensors", StringComparison.Ordinal);
}
