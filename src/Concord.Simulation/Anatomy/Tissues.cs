namespace Concord.Simulation.Anatomy;

/// <summary>Groups of tissues: what a rater who knows fluid, grey and white matter would call them.</summary>
public static class Tissues
{
    /// <summary>How many there are.</summary>
    public static int Count { get; } = Enum.GetValues<Tissue>().Length;

    /// <summary>How many an anatomy may consist of: those before the tumour's.</summary>
    public const int Anatomical = (int)Tissue.Connective + 1;

    /// <summary>Cerebrospinal fluid, with the choroid plexus that hangs in it.</summary>
    public static IReadOnlyList<Tissue> Csf { get; } = [Tissue.Csf, Tissue.Ventricle, Tissue.Choroid];

    /// <summary>Grey matter.</summary>
    public static IReadOnlyList<Tissue> Grey { get; } = [Tissue.GreyMatter, Tissue.DeepGrey];

    /// <summary>White matter that looks normal.</summary>
    public static IReadOnlyList<Tissue> White { get; } = [Tissue.WhiteMatter];

    /// <summary>All of a tumour but its oedema.</summary>
    public static IReadOnlyList<Tissue> Tumor { get; } = [Tissue.EnhancingTumor, Tissue.SolidTumor, Tissue.Necrosis];

    /// <summary>All that a tissue segmentation labels, and what lies within it.</summary>
    public static IReadOnlyList<Tissue> Brain { get; } =
    [.. Csf, .. Grey, .. White, Tissue.Lesion, .. Tumor, Tissue.Edema];
}
