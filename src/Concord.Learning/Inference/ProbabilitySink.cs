using Concord.Imaging;

namespace Concord.Learning.Inference;

/// <summary>Takes the probability map of each class in turn.</summary>
/// <param name="c">The class, an index into the label space.</param>
/// <param name="map">Probabilities in [0, 1] on the subject's own grid.</param>
public delegate void ProbabilitySink(int c, Volume<float> map);
