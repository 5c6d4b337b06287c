using Concord.Imaging;

namespace Concord.Learning.Preprocessing.Intensities;

/// <summary>
/// A scale that needs a standard, learnt for each sequence from the training subjects; it stands in <c>model.json</c>.
/// </summary>
public interface ILearntScale
{
    /// <summary>What is learnt from an image.</summary>
    /// <param name="image">Intensities, all finite.</param>
    /// <param name="mask">1 in the brain and 0 elsewhere, or null.</param>
    /// <param name="source">The file, for the error message.</param>
    /// <exception cref="BadInputException">The region has no contrast.</exception>
    IReadOnlyList<double> Measure(Volume<float> image, Volume<byte>? mask, string source);

    /// <summary>The standard of some images of a sequence, one or more, as they were measured; their order decides the last bit.</summary>
    IReadOnlyList<double> Learn(IReadOnlyList<IReadOnlyList<double>> images);

    /// <summary>Whether these numbers can be a standard.</summary>
    bool IsStandard(IReadOnlyList<double>? numbers);
}
