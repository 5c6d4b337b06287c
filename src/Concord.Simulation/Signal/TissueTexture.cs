using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Signal;

/// <summary>
/// Unevenness within tissues: relative changes of relaxation times and proton density, smooth over millimetres to
/// centimetres, different in each kind of tissue. Without it a tissue would have one grey value, and a threshold would
/// segment the head.
/// </summary>
internal sealed class TissueTexture
{
    // Cortex differs more from place to place than white matter does, a tumour the most.
    private static readonly (Tissue[] Tissues, float Strength)[] Kinds =
    [
        (Tissues.Grey.ToArray(), 1.5f),
        ([Tissue.WhiteMatter, Tissue.Lesion], 0.9f),
        ([Tissue.Csf, Tissue.Ventricle, Tissue.Choroid], 0.9f),
        ([.. Tissues.Tumor, Tissue.Edema], 2f),
        ([Tissue.Muscle, Tissue.Fat, Tissue.Skin, Tissue.Marrow, Tissue.Connective, Tissue.Vessel], 2f),
    ];

    private readonly Fields?[] _fields = new Fields?[Tissues.Count];

    private TissueTexture() { }

    /// <summary>No texture.</summary>
    public static TissueTexture None { get; } = new();

    /// <summary>Draws a subject's.</summary>
    /// <param name="percent">The standard deviation in percent of T1 and T2 in a tissue of strength 1.</param>
    /// <param name="seed">Which subject.</param>
    public static TissueTexture Make(double percent, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 20);
        var texture = new TissueTexture();
        if (percent == 0)
            return texture;
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            var random = new Random64(seed, 0x54455854, (ulong)kind);
            var fields = new Fields(ref random, (float)(percent / 100) * Kinds[kind].Strength);
            foreach (var tissue in Kinds[kind].Tissues)
                texture._fields[(int)tissue] = fields;
        }

        return texture;
    }

    /// <summary>What tells kinds of tissue apart that have the same texture; null for none.</summary>
    public object? KindOf(Tissue tissue) => _fields[(int)tissue];

    /// <summary>The relative changes along a part of a row, and a little beyond, of a tissue that has a texture.</summary>
    public void Fill(Tissue tissue, PointRow points, Range part, float[] times, float[] density)
    {
        var fields = _fields[(int)tissue]!;
        times.AsSpan().Clear();
        fields.Large.AddAlong(points, part, 0.8f * fields.Strength, times);
        // Water content changes with the times, and a little by itself.
        TensorPrimitives.Multiply(times, 0.3f / 0.8f, density);
        fields.Small.AddAlong(points, part, 0.6f * fields.Strength, times);
        fields.Density.AddAlong(points, part, 0.3f * fields.Strength, density);
    }

    private sealed class Fields
    {
        public Fields(ref Random64 random, float strength)
        {
            Large = new(ref random, 8, 25, 80);
            Small = new(ref random, 12, 4, 14);
            Density = new(ref random, 6, 15, 60);
            Strength = strength;
        }

        public PlaneWaves Large { get; }
        public PlaneWaves Small { get; }
        public PlaneWaves Density { get; }
        public float Strength { get; }
    }
}
