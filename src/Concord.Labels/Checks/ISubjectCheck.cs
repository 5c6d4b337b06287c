namespace Concord.Labels.Checks;

/// <summary>Looks at one subject.</summary>
internal interface ISubjectCheck
{
    /// <summary>What is suspicious about it.</summary>
    IEnumerable<Finding> Look(ExaminedSubject subject);
}
