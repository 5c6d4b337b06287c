using Concord.Imaging;

namespace Concord.Labels.Subjects;

/// <summary>
/// Names that tell subjects of several datasets apart: the subject's own where it is the only one of that name, else
/// dataset and subject joined by <c>_</c>. Files are called by them, so no two are the same.
/// </summary>
public static class SubjectNames
{
    /// <summary>The name of each subject, in their order.</summary>
    /// <exception cref="BadInputException">Two would have the same: <c>a_b</c> with <c>1</c>, and <c>a</c> with <c>b_1</c>.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<Subject> subjects)
    {
        var twice = subjects.CountBy(Qualified, StringComparer.Ordinal).FirstOrDefault(n => n.Value > 1).Key;
        if (twice is not null)
            throw new BadInputException(twice, "names subjects of two datasets", "rename one of the datasets");
        // Where file systems don't tell P01 from p01 one would replace the other.
        var count = subjects
            .CountBy(s => s.Id, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        // A subject may be called what another is called with its dataset: then all are called so.
        var qualified = subjects.Where(s => count[s.Id] > 1).Select(Qualified).ToHashSet(StringComparer.Ordinal);
        var isClear = !subjects.Any(s => qualified.Contains(s.Id));
        return [.. subjects.Select(s => isClear && count[s.Id] == 1 ? s.Id : Qualified(s))];
    }

    /// <summary>Dataset and subject.</summary>
    public static string Qualified(Subject subject) => $"{subject.Dataset}_{subject.Id}";
}
