namespace Concord.Labels.Subjects;

/// <summary>
/// Names that tell subjects of several datasets apart: the subject's own where it is the only one of that name, else
/// dataset and subject joined by <c>_</c>. Files are called by them.
/// </summary>
public static class SubjectNames
{
    /// <summary>The name of each subject, in their order.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<Subject> subjects)
    {
        var count = subjects.CountBy(s => s.Id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. subjects.Select(s => count[s.Id] == 1 ? s.Id : Qualified(s))];
    }

    /// <summary>Dataset and subject.</summary>
    public static string Qualified(Subject subject) => $"{subject.Dataset}_{subject.Id}";
}
