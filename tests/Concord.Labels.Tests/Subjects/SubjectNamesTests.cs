using Concord.Imaging;
using Concord.Labels.Subjects;

namespace Concord.Labels.Tests.Subjects;

public sealed class SubjectNamesTests
{
    [Theory]
    [InlineData("a/1 b/2", "1 2")]
    [InlineData("a/1 b/1 b/2", "a_1 b_1 2")]
    // Files of the third would replace those of the first.
    [InlineData("a/1 b/1 c/a_1", "a_1 b_1 c_a_1")]
    [InlineData("a/1 b/1 c/a_1 d/c_a_1", "a_1 b_1 c_a_1 d_c_a_1")]
    // One file to Windows, macOS and many network drives.
    [InlineData("a/P1 b/p1 b/2", "a_P1 b_p1 2")]
    public void No_two_subjects_share_a_name(string subjects, string names) =>
        string.Join(' ', SubjectNames.Of(Parse(subjects))).ShouldBe(names);

    [Fact]
    public void Refuses_datasets_that_make_the_same_names() =>
        Should.Throw<BadInputException>(() => SubjectNames.Of(Parse("a_b/1 a/b_1"))).Culprit.ShouldBe("a_b_1");

    private static List<Subject> Parse(string subjects) =>
        [
            .. subjects
                .Split(' ')
                .Select(s => s.Split('/'))
                .Select(s => new Subject(
                    s[0],
                    s[1],
                    new Dictionary<string, string>(StringComparer.Ordinal),
                    null,
                    null
                )),
        ];
}
