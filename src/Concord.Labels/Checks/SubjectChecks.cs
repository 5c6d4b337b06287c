namespace Concord.Labels.Checks;

/// <summary>The list of all checks: a new one is a file of its own and a line here.</summary>
internal static class SubjectChecks
{
    /// <summary>Those of one subject.</summary>
    public static IReadOnlyList<ISubjectCheck> OfOne { get; } =
    [new RemarksCheck(), new GridCheck(), new EmptyCheck(), new SequenceFlipCheck(), new LabelPlaceCheck()];

    /// <summary>Those of all subjects.</summary>
    public static IReadOnlyList<ISetCheck> OfAll { get; } =
    [new SpacingCheck(), new LikenessCheck(), new MirroredSubjectCheck(), new DuplicateCheck()];
}
