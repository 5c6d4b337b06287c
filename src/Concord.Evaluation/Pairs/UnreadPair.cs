using Concord.Imaging;

namespace Concord.Evaluation.Pairs;

/// <summary>A reference and a prediction that belong together, and are not read yet.</summary>
/// <param name="Subject">What the subject is called.</param>
/// <param name="Read">Reads both; throws a <see cref="BadInputException"/> if a file is unusable.</param>
public sealed record UnreadPair(string Subject, Func<ReferencePair> Read);
