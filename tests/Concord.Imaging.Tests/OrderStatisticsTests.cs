using CsCheck;

namespace Concord.Imaging.Tests;

public sealed class OrderStatisticsTests
{
    private static readonly float[] Special =
    [
        0f,
        -0f,
        float.Epsilon,
        -float.Epsilon,
        float.MaxValue,
        float.MinValue,
        1f,
        1.0000001f,
    ];

    /// <summary>Subnormal numbers, zeros of either sign and infinities are numbers like others.</summary>
    private static readonly Gen<float> Value = Gen.OneOf(
        Gen.Float.Where(v => !float.IsNaN(v)),
        Gen.Int[0, Special.Length - 1].Select(i => Special[i]),
        Gen.Float[-3, 3]
    );

    [Fact]
    public void Are_what_sorting_gives() =>
        Gen.Select(Value.Array[1, 200], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20])
            .Sample(
                (values, a, b) =>
                {
                    var (first, second) = (a % values.Length, b % values.Length);
                    var sorted = values.Order().ToArray();
                    OrderStatistics.Of(values, first, second).ShouldBe([sorted[first], sorted[second]]);
                },
                iter: 300
            );

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_place_that_is_not_there_is_an_error(int rank) =>
        Should.Throw<ArgumentOutOfRangeException>(() => OrderStatistics.Of([1, 2, 3], rank));
}
