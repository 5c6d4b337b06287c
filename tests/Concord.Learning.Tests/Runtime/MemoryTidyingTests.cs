using Concord.Learning.Runtime;

namespace Concord.Learning.Tests.Runtime;

public sealed class MemoryTidyingTests
{
    [Fact]
    public void Gives_back_when_a_quarter_has_been_added()
    {
        var (memory, given) = (1000L, 0);
        var tidying = new MemoryTidying(() => memory, () => given++);
        foreach (var more in new[] { 1000, 1100, 1250 })
        {
            memory = more;
            tidying.Look();
            given.ShouldBe(0);
        }

        memory = 1251;
        tidying.Look();
        given.ShouldBe(1);
        memory = 900;
        tidying.Look();
        memory = 1251;
        tidying.Look();
        given.ShouldBe(2);
    }

    // As when another task in the process holds more than at first: giving back again and again would gain nothing.
    [Fact]
    public void Takes_what_is_left_after_giving_back_for_the_usual()
    {
        var (memory, given) = (1000L, 0);
        var tidying = new MemoryTidying(() => memory, () => given++);
        tidying.Look();
        memory = 3000;
        for (var i = 0; i < 10; i++)
            tidying.Look();
        given.ShouldBe(1);
        memory = 3751;
        tidying.Look();
        given.ShouldBe(2);
    }
}
