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

    [Fact]
    public void A_tensor_lives_until_the_operation_on_it_is_done()
    {
        WhileGarbageIsCollected(i =>
        {
            // Nothing refers to the first tensor once its pointer was taken.
            using var doubled = torch.full(Size, (float)i).to_type(ScalarType.Float64);
            using var last = doubled[Size - 1];
            last.item<double>().ShouldBe(i);
        });
    }

    private static void WhileGarbageIsCollected(Action<int> check)
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
