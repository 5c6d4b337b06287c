namespace Concord.Simulation.Lesions;

/// <summary>Where a lesion lies and how large it is (after the scale of Fazekas et al. 1987).</summary>
public enum LesionKind
{
    /// <summary>About the lateral ventricles: caps on their horns and bands along their walls.</summary>
    Periventricular,

    /// <summary>Deep and small.</summary>
    Punctate,

    /// <summary>Deep and large, often run together.</summary>
    Confluent,
}
