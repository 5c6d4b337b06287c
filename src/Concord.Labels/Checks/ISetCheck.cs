namespace Concord.Labels.Checks;

/// <summary>Compares subjects with each other.</summary>
internal interface ISetCheck
{
    /// <summary>What is suspicious about some of them.</summary>
    /// <param name="subjects">Sketches of all subjects of all datasets.</param>
    IEnumerable<Finding> Compare(IReadOnlyList<SubjectSketch> subjects);
}
