using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Runtime;

/// <summary>TorchSharp's objects must not be freed while native code reads them (decision 12).</summary>
public sealed class HandleTests
{
    // Large enough that a collection falls into the time between the call and the reading of the number.
    private const int Size = 4_000_000;

    [Fact]
    public void A_number_lives_until_the_operation_that_takes_it_is_done()
    {
        using var zeros = torch.zeros(Size);
        using var everywhere = torch.ones(Size, ScalarType.Bool);
        WhileGarbageIsCollected(i =>
        {
            using var filled = zeros.masked_fill(everywhere, i + 0.5);
            // The number 1 is made within TorchSharp.
            using var sum = filled + filled;
            using var last = sum[Size - 1];
            last.item<float>().ShouldBe(2 * i + 1);
        });
    }

    /// <summary>Does something a hundred times while another thread collects garbage all the time.</summary>
    internal static void WhileGarbageIsCollected(Action<int> check)
    {
        using var stop = new CancellationTokenSource();
        var collector = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }
            },
            CancellationToken.None
        );
        try
        {
            for (var i = 0; i < 100; i++)
                check(i);
        }
        finally
        {
            stop.Cancel();
            collector.Wait(CancellationToken.None);
        }
    }
}
