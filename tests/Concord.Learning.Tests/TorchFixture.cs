using Concord.Learning.Runtime;
using Concord.Learning.Tests;

[assembly: AssemblyFixture(typeof(TorchFixture))]
// libtorch shares its threads and its live-tensor count among all tests.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Concord.Learning.Tests;

/// <summary>Loads libtorch once.</summary>
public sealed class TorchFixture
{
    public TorchFixture() => Libtorch.Initialize(threads: 1);
}
