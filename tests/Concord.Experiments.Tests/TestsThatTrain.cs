namespace Concord.Experiments.Tests;

/// <summary>Tests that train, one after another: libtorch's number of threads belongs to the process.</summary>
[CollectionDefinition(Name)]
public sealed class TestsThatTrain
{
    public const string Name = "training";
}
