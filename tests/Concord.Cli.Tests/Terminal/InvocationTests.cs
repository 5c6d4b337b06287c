using Concord.Cli.Terminal;

namespace Concord.Cli.Tests.Terminal;

public sealed class InvocationTests
{
    [Theory]
    [InlineData("out/data.yaml", "out/data.yaml")]
    [InlineData("T1=größe/T1.nii.gz", "T1=größe/T1.nii.gz")]
    [InlineData("my data", "'my data'")]
    [InlineData("$HOME `x` \"y\" *", "'$HOME `x` \"y\" *'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("", "''")]
    public void An_argument_can_be_pasted(string argument, string quoted)
    {
        if (!OperatingSystem.IsWindows())
            Invocation.Quote(argument).ShouldBe(quoted);
    }
}
