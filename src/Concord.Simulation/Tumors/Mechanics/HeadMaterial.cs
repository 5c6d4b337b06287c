namespace Concord.Simulation.Tumors.Mechanics;

/// <summary>What a cell of the head is made of, for mechanics.</summary>
public enum HeadMaterial : byte
{
    /// <summary>Skull and all that lies outside it: doesn't move.</summary>
    Rigid = 0,

    /// <summary>Grey and white matter, and the tumour's bulk.</summary>
    Parenchyma = 1,

    /// <summary>Cerebrospinal fluid, in ventricles and sulci.</summary>
    Fluid = 2,

    /// <summary>
    /// The falx and the tentorium: stiff sheets of dura. Give them two cells of thickness: a sheet of one resists
    /// stretching but not bending, as its stiffness against a push from the side lies between its layers of cells.
    /// </summary>
    Falx = 3,
}
