namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>
/// What a voxel of a BrainWeb model is made of: the classes of the classic phantom, in its order, and those that only the
/// 20 subjects have. Which number a file uses for which class, <see cref="BrainWebTable"/> says.
/// </summary>
public enum BrainWebClass
{
    /// <summary>Air.</summary>
    Background = 0,

    /// <summary>Cerebrospinal fluid.</summary>
    Csf,

    /// <summary>Grey matter.</summary>
    GreyMatter,

    /// <summary>White matter.</summary>
    WhiteMatter,

    /// <summary>Fat.</summary>
    Fat,

    /// <summary>Muscle; in the classic phantom the class "Muscle/Skin".</summary>
    Muscle,

    /// <summary>Skin; in the 20 subjects the class "Muscle/Skin".</summary>
    Skin,

    /// <summary>Bone.</summary>
    Skull,

    /// <summary>Glial matter around the ventricles.</summary>
    Glial,

    /// <summary>Connective tissue, which the classic phantom's files call meat.</summary>
    Connective,

    /// <summary>Multiple sclerosis lesion.</summary>
    Lesion,

    /// <summary>Blood vessels.</summary>
    Vessels,

    /// <summary>What lies around the fat: the 20 subjects' connective tissue.</summary>
    AroundFat,

    /// <summary>Dura mater.</summary>
    Dura,

    /// <summary>Bone marrow.</summary>
    Marrow,
}
