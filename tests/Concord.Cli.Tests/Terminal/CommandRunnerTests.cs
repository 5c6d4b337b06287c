using System.Runtime.InteropServices;
using Concord.Cli.Terminal;
using Concord.Imaging;

namespace Concord.Cli.Tests.Terminal;

public sealed class CommandRunnerTests
{
    // The texts are those of libtorch's allocators: on Linux, on Windows, on a GPU.
    [Theory]
    [InlineData(
        "[enforce fail] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes. Error code 12"
    )]
    [InlineData("DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes.")]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB")]
    public void Memory_that_is_not_there_is_told_as_such(string message)
    {
        var (told, code) = CommandRunner.Tell(new TorchFault(message))!.Value;
        told.ShouldStartWith("out of memory (");
        code.ShouldBe(CommandRunner.Failed);
    }

    [Fact]
    public void Anything_else_is_ours()
    {
        CommandRunner
            .Tell(new BadInputException("a.nii", "is bad", "mend it"))
            .ShouldBe(("a.nii: is bad (mend it)", 2));
        var (told, code) = CommandRunner.Tell(new InvalidOperationException("one\ntwo"))!.Value;
        told.ShouldStartWith("InvalidOperationException: one (a fault in Concord");
        code.ShouldBe(1);
    }

    private sealed class TorchFault(string message) : ExternalException(message);
}
