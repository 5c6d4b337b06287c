namespace Concord.Simulation.Tumors;

/// <summary>How a tumour looks inside.</summary>
public enum TumorGrade
{
    /// <summary>A solid core that takes up no contrast agent, with little oedema.</summary>
    Low,

    /// <summary>A rim that does, often about dead tissue, with much oedema.</summary>
    High,
}
