using Concord.Cli.Terminal;

namespace Concord.Cli.Tests.Terminal;

public sealed class MainThreadTests
{
    // It serves one program, as a process does.
    [Fact]
    public void What_is_handed_over_runs_where_it_serves_and_ends_the_program_with_its_code_or_fault()
    {
        var here = Environment.CurrentManagedThreadId;
        var seen = new List<int>();
        var code = MainThread.Serve(async () =>
        {
            Environment.CurrentManagedThreadId.ShouldNotBe(here);
            await Should.ThrowAsync<InvalidDataException>(
                MainThread.Do(() =>
                {
                    seen.Add(Environment.CurrentManagedThreadId);
                    throw new InvalidDataException();
                })
            );
            return await MainThread.Do(() =>
            {
                seen.Add(Environment.CurrentManagedThreadId);
                return 7;
            });
        });
        code.ShouldBe(7);
        seen.ShouldBe([here, here]);
    }
}
