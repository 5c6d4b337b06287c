using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Signal;

/// <summary>
/// A subject's tissues as a scanner sees them. A voxel's signal is the sum over tissues of membership times signal:
/// partial volume, as in BrainWeb. Within a tissue T1, T2 and proton density vary from place to place, by smooth fields
/// that all images of the subject share: what is brighter in T1 is darker in FLAIR.
/// </summary>
public sealed class SignalModel
{
    private readonly TissueParameters[] _tissues;
    private readonly FieldStrength _field;
    private readonly TissueTexture _texture;

    private SignalModel(TissueParameters[] tissues, FieldStrength field, TissueTexture texture) =>
        (_tissues, _field, _texture) = (tissues, field, texture);

    /// <summary>The table's tissues, unchanged and even.</summary>
    public static SignalModel Typical(FieldStrength field) =>
        new([.. Enum.GetValues<Tissue>().Select(t => TissueParameters.Of(t, field))], field, TissueTexture.None);

    /// <summary>The tissues of one subject.</summary>
    /// <param name="field">The magnet.</param>
    /// <param name="variation">
    /// How much subjects differ: the standard deviation of each parameter in percent, in [0, 20].
    /// </param>
    /// <param name="texture">
    /// How much a tissue differs from place to place: the standard deviation of its T1 and T2 in percent, in [0, 20].
    /// </param>
    /// <param name="seed">Which subject.</param>
    public static SignalModel OfSubject(FieldStrength field, double variation, double texture, ulong seed)
    {
        var random = new Random64(seed, 0x54495353);
        var tissues = new TissueParameters[Tissues.Count];
        for (var i = 0; i < tissues.Length; i++)
            tissues[i] = TissueParameters.Of((Tissue)i, field).Vary(ref random, variation);
        // The ventricles hold the same fluid as the sulci.
        tissues[(int)Tissue.Ventricle] = tissues[(int)Tissue.Csf];
        return new(tissues, field, TissueTexture.Make(texture, random.NextUInt64()));
    }

    /// <summary>The parameters of a tissue.</summary>
    public TissueParameters this[Tissue tissue] => _tissues[(int)tissue];

    /// <summary>The signal of a voxel that a tissue fills, in units of the equilibrium signal of water.</summary>
    public double Signal(PulseSequence sequence, Tissue tissue) => Signal(sequence, tissue, this[tissue]);

    private double Signal(PulseSequence sequence, Tissue tissue, TissueParameters parameters)
    {
        if (sequence.IsEnhanced)
        {
            var (r1, r2) = ContrastAgent.Relaxivity(_field);
            parameters = SignalEquations.WithContrast(parameters, ContrastAgent.Concentration(tissue), r1, r2);
        }

        return sequence.Signal(parameters) * (tissue == Tissue.Vessel && !sequence.IsEnhanced ? sequence.Flow : 1);
    }

    /// <summary>The images without noise, of all sequences at once.</summary>
    /// <param name="anatomy">The head.</param>
    /// <param name="sequences">The sequences, each with what its signals are multiplied by.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public IReadOnlyList<Volume<float>> Render(
        HeadAnatomy anatomy,
        IReadOnlyList<(PulseSequence Sequence, double Gain)> sequences,
        int threads = -1
    )
    {
        // Those of one texture side by side: its row is made once.
        var tissues = anatomy.Present.GroupBy(_texture.KindOf).SelectMany(kind => kind).ToArray();
        var images = sequences.Select(_ => new Volume<float>(anatomy.Geometry)).ToArray();
        var signals = (
            from s in sequences
            select (from t in tissues select Response(s.Sequence, t, s.Gain)).ToArray()
        ).ToArray();
        var size = anatomy.Geometry.Size;
        Rows.ForEachPlane(
            size.Z,
            threads,
            () => new Scratch(size.X, tissues.Length),
            (z, scratch) =>
            {
                for (var y = 0; y < size.Y; y++)
                {
                    scratch.Points.Set(anatomy.Geometry.Affine, 0, y, z);
                    object? filled = null;
                    for (var t = 0; t < tissues.Length; t++)
                        scratch.Extents[t] = Extent(anatomy[tissues[t]].Row(y, z));
                    for (var t = 0; t < tissues.Length; t++)
                    {
                        if (scratch.Extents[t].End == 0)
                            continue;
                        var kind = _texture.KindOf(tissues[t]);
                        if (kind is not null && kind != filled)
                            _texture.Fill(
                                tissues[t],
                                scratch.Points,
                                Extent(kind, tissues, t, scratch.Extents),
                                scratch.Times,
                                scratch.Density
                            );
                        filled = kind ?? filled;
                        var membership = anatomy[tissues[t]].Row(y, z);
                        for (var s = 0; s < images.Length; s++)
                            Add(signals[s][t], membership, kind is not null, scratch, images[s].Row(y, z));
                    }
                }
            }
        );
        return images;
    }

    /// <summary>Where a tissue begins and ends in a row; (0, 0) if it isn't there.</summary>
    private static (int Start, int End) Extent(ReadOnlySpan<float> membership)
    {
        var first = membership.IndexOfAnyExcept(0f);
        return first < 0 ? (0, 0) : (first, membership.LastIndexOfAnyExcept(0f) + 1);
    }

    /// <summary>Where the tissues of one texture begin and end; they stand side by side, from one on.</summary>
    private Range Extent(object kind, Tissue[] tissues, int first, (int Start, int End)[] extents)
    {
        var (start, end) = extents[first];
        for (var t = first; t < tissues.Length && _texture.KindOf(tissues[t]) == kind; t++)
        {
            if (extents[t].End > 0)
                (start, end) = (Math.Min(start, extents[t].Start), Math.Max(end, extents[t].End));
        }

        return start..end;
    }

    private static void Add(
        (float Signal, float ByTimes, float ByDensity) response,
        ReadOnlySpan<float> membership,
        bool isTextured,
        Scratch scratch,
        Span<float> image
    )
    {
        if (response.Signal == 0)
            return;
        if (!isTextured)
        {
            TensorPrimitives.MultiplyAdd(membership, response.Signal, image, image);
            return;
        }

        var value = scratch.Value.AsSpan(0, image.Length);
        TensorPrimitives.Multiply(scratch.Times.AsSpan(0, image.Length), response.ByTimes, value);
        TensorPrimitives.MultiplyAdd(scratch.Density.AsSpan(0, image.Length), response.ByDensity, value, value);
        TensorPrimitives.Add(value, response.Signal, value);
        TensorPrimitives.Max(value, 0, value);
        TensorPrimitives.MultiplyAdd(value, membership, image, image);
    }

    /// <summary>A tissue's signal, and its change for a relative change of 1 of T1 and T2, and of proton density.</summary>
    private (float Signal, float ByTimes, float ByDensity) Response(PulseSequence sequence, Tissue tissue, double gain)
    {
        const double Step = 0.05;
        var p = this[tissue];
        var signal = gain * Signal(sequence, tissue, p);
        var longer = p with { T1 = p.T1 * (1 + Step), T2 = p.T2 * (1 + Step), T2Star = p.T2Star * (1 + Step) };
        var shorter = p with { T1 = p.T1 * (1 - Step), T2 = p.T2 * (1 - Step), T2Star = p.T2Star * (1 - Step) };
        var slope = gain * (Signal(sequence, tissue, longer) - Signal(sequence, tissue, shorter)) / (2 * Step);
        return ((float)signal, (float)slope, (float)signal);
    }

    private sealed class Scratch
    {
        public Scratch(int count, int tissues)
        {
            Extents = new (int, int)[tissues];
            Points = new(count);
            (Times, Density, Value) = (Make(), Make(), Make());

            float[] Make() => new float[Points.X.Length];
        }

        public PointRow Points { get; }
        public (int Start, int End)[] Extents { get; }
        public float[] Times { get; }
        public float[] Density { get; }
        public float[] Value { get; }
    }
}
