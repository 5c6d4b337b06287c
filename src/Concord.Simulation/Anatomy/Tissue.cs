namespace Concord.Simulation.Anatomy;

/// <summary>
/// What a part of a simulated head is made of. The values index memberships and signals; those up to <see
/// cref="Connective"/> are what an anatomy consists of, those after it a tumour.
/// </summary>
public enum Tissue
{
    /// <summary>Air: no signal.</summary>
    Background = 0,

    /// <summary>Cerebrospinal fluid of sulci, cisterns, third and fourth ventricle.</summary>
    Csf,

    /// <summary>Cerebrospinal fluid of the lateral ventricles.</summary>
    Ventricle,

    /// <summary>Cortical and cerebellar grey matter, hippocampus, amygdala.</summary>
    GreyMatter,

    /// <summary>Thalamus and basal ganglia: grey matter with much white in it.</summary>
    DeepGrey,

    /// <summary>White matter that looks normal, brain stem included.</summary>
    WhiteMatter,

    /// <summary>White matter lesion.</summary>
    Lesion,

    /// <summary>Arteries, veins and sinuses.</summary>
    Vessel,

    /// <summary>Choroid plexus, inside the ventricles.</summary>
    Choroid,

    /// <summary>Compact bone: no signal.</summary>
    Skull,

    /// <summary>Spongy bone with its marrow.</summary>
    Marrow,

    /// <summary>Fat, under the skin and elsewhere.</summary>
    Fat,

    /// <summary>Muscle and other soft tissue.</summary>
    Muscle,

    /// <summary>Skin.</summary>
    Skin,

    /// <summary>The inside of the eyes.</summary>
    Eye,

    /// <summary>Dura, mucosa and other connective tissue.</summary>
    Connective,

    /// <summary>Tumour that takes up contrast agent.</summary>
    EnhancingTumor,

    /// <summary>Tumour that doesn't.</summary>
    SolidTumor,

    /// <summary>Dead tumour.</summary>
    Necrosis,

    /// <summary>Oedema around a tumour.</summary>
    Edema,
}
