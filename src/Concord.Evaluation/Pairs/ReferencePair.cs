using Concord.Labels.Subjects;

namespace Concord.Evaluation.Pairs;

/// <summary>A subject's reference and what was predicted, on one grid.</summary>
/// <param name="Subject">What the subject is called.</param>
/// <param name="Reference">What each voxel may be.</param>
/// <param name="Prediction">The predicted class of each voxel, an index into the reference's label space.</param>
public sealed record ReferencePair(string Subject, CandidateMap Reference, byte[] Prediction);
