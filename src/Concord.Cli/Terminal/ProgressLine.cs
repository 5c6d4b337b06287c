using System.Diagnostics;

namespace Concord.Cli.Terminal;

/// <summary>
/// One line on standard error that says how far something is: redrawn on a terminal, and elsewhere a plain line every
/// ten seconds, so that a log stays short.
/// </summary>
internal sealed class ProgressLine(TextWriter writer, bool isTerminal)
{
    private const int Cells = 24;
    private static readonly TimeSpan OnTerminal = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan InLog = TimeSpan.FromSeconds(10);
    private readonly Stopwatch _shown = Stopwatch.StartNew();
    private bool _isOpen;

    /// <summary>True if it is time to show something again.</summary>
    public bool IsDue => _shown.Elapsed >= (isTerminal ? OnTerminal : InLog);

    /// <summary>Shows a part, 0 to 1, and what it is a part of.</summary>
    public void Show(double part, string text)
    {
        _shown.Restart();
        if (!isTerminal)
        {
            writer.WriteLine(text);
            return;
        }

        var full = (int)(Cells * Math.Clamp(part, 0, 1));
        writer.Write($"\r[{new string('#', full)}{new string('.', Cells - full)}] {text}\u001b[K");
        _isOpen = true;
    }

    /// <summary>Writes a line of its own.</summary>
    public void Note(string message)
    {
        End();
        writer.WriteLine(message);
    }

    /// <summary>Leaves the line that is being redrawn.</summary>
    public void End()
    {
        if (_isOpen)
            writer.WriteLine();
        _isOpen = false;
    }

    /// <summary>Wipes the line that is being redrawn: what it counted is done.</summary>
    public void Wipe()
    {
        if (_isOpen)
            writer.Write("\r\u001b[K");
        _isOpen = false;
    }
}
