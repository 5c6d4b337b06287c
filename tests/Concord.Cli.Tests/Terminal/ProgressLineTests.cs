using Concord.Cli.Terminal;

namespace Concord.Cli.Tests.Terminal;

public sealed class ProgressLineTests : IDisposable
{
    private readonly StringWriter _screen = new() { NewLine = "\n" };

    public void Dispose() => _screen.Dispose();

    [Fact]
    public void Redraws_one_line_on_a_terminal_and_notes_stand_on_their_own()
    {
        var line = new ProgressLine(_screen, isTerminal: true);
        line.Show(0.25, "a quarter");
        line.Show(1, "all");
        line.Note("done");
        _screen
            .ToString()
            .ShouldBe("\r[######..................] a quarter\u001b[K\r[########################] all\u001b[K\ndone\n");
    }

    [Fact]
    public void Wipes_what_need_not_stay()
    {
        var line = new ProgressLine(_screen, isTerminal: true);
        line.Show(0, "x");
        line.Wipe();
        line.Wipe();
        line.End();
        _screen.ToString().ShouldBe("\r[........................] x\u001b[K\r\u001b[K");
    }

    [Fact]
    public void Writes_plain_lines_elsewhere()
    {
        var line = new ProgressLine(_screen, isTerminal: false);
        line.IsDue.ShouldBeFalse();
        line.Show(0.5, "half");
        line.End();
        line.Wipe();
        _screen.ToString().ShouldBe("half\n");
    }
}
