namespace Concord.Imaging;

/// <summary>
/// Something a user gave can't be used. It carries what the one line on the terminal says:
/// <c>error: &lt;file&gt;: &lt;what is wrong&gt; (&lt;what to do&gt;)</c>. The command then ends with exit code 2.
/// </summary>
public sealed class BadInputException : Exception
{
    /// <summary>Names the culprit, the problem and its cure.</summary>
    /// <param name="source">The file, or file and line, or option that is at fault.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="remedy">What the user can do, without a full stop.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public BadInputException(string source, string problem, string remedy, Exception? inner = null)
        : base($"{source}: {problem} ({remedy})", inner)
    {
        Culprit = source;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>The file, or file and line, or option that is at fault.</summary>
    public string Culprit { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What the user can do.</summary>
    public string Remedy { get; }
}
