using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Signal;

/// <summary>
/// A subject's tissues as a scanner sees them. A voxel's signal is the sum over tissues of membership times signal:
/// partial volume, as in BrainWeb.
/// </summary>
public sealed class SignalModel
{
    private readonly TissueParameters[] _tissues;

    private SignalModel(TissueParameters[] tissues) => _tissues = tissues;

    /// <summary>The table's tissues, unchanged.</summary>
    public static SignalModel Typical { get; } = new([.. Enum.GetValues<Tissue>().Select(TissueParameters.Of)]);

    /// <summary>The tissues of one subject.</summary>
    /// <param name="percent">How much subjects differ: the standard deviation of each parameter in percent.</param>
    /// <param name="seed">Which subject.</param>
    public static SignalModel OfSubject(double percent, ulong seed)
    {
        var random = new Random64(seed, 0x54495353);
        var tissues = new TissueParameters[Typical._tissues.Length];
        for (var i = 0; i < tissues.Length; i++)
            tissues[i] = Typical._tissues[i].Vary(ref random, percent);
        return new(tissues);
    }

    /// <summary>The parameters of a tissue.</summary>
    public TissueParameters this[Tissue tissue] => _tissues[(int)tissue];

    /// <summary>The signal of a voxel that a tissue fills, in units of the equilibrium signal of water.</summary>
    public double Signal(PulseSequence sequence, Tissue tissue) => sequence.Signal(this[tissue]);

    /// <summary>The image without noise.</summary>
    /// <param name="anatomy">The head.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="gain">What signals are multiplied by.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public Volume<float> Render(HeadAnatomy anatomy, PulseSequence sequence, double gain = 1, int threads = -1)
    {
        var image = new Volume<float>(anatomy.Geometry);
        Rows.ForEachPlane(
            image.Size.Z,
            threads,
            z =>
            {
                var plane = image.Plane(z);
                for (var tissue = Tissue.Background; tissue <= Tissue.Scalp; tissue++)
                {
                    var signal = (float)(gain * Signal(sequence, tissue));
                    if (signal != 0)
                        TensorPrimitives.MultiplyAdd(anatomy[tissue].Plane(z), signal, plane, plane);
                }
            }
        );
        return image;
    }
}
