namespace Concord.Simulation.Tumors;

/// <summary>Which axes the components of a tensor file refer to.</summary>
public enum TensorAxes
{
    /// <summary>Those of the image, as FSL's dtifit writes them.</summary>
    Fsl,

    /// <summary>Those of the world: right, front, top.</summary>
    World,
}
