using Concord.Imaging;

namespace Concord.Simulation.Tumors;

/// <summary>One subject's tumour: the settings with what they leave open drawn.</summary>
/// <param name="Grade">High or low.</param>
/// <param name="BulkVolume">ml.</param>
/// <param name="Infiltration">mm.</param>
/// <param name="WhiteToGrey">The ratio of diffusivities.</param>
/// <param name="EdemaExtent">mm.</param>
public sealed record TumorPlan(
    TumorGrade Grade,
    double BulkVolume,
    double Infiltration,
    double WhiteToGrey,
    double EdemaExtent
)
{
    // Of bulks that are drawn, in ml.
    private const double Smallest = 4;
    private const double Largest = 50;

    /// <summary>Draws what the settings leave open.</summary>
    public static TumorPlan Draw(TumorSettings settings, ulong seed)
    {
        var random = new Random64(seed, 0x504C414E);
        // Everything is drawn, whether used or not: setting one value doesn't change the others.
        var isHigh = random.NextDouble() < 2.0 / 3;
        var (low, high) = (Math.Log(Smallest), Math.Log(Largest));
        var bulk = Math.Exp((low + high) / 2 + (high - low) / 2 * Math.Clamp(random.NextNormal() / 2, -1, 1));
        var infiltration = random.Between(1, 6);
        var ratio = random.Between(5, 10);
        var reach = random.NextDouble();
        var grade = settings.Grade ?? (isHigh ? TumorGrade.High : TumorGrade.Low);
        return new(
            grade,
            settings.BulkVolume ?? bulk,
            settings.Infiltration ?? infiltration,
            settings.WhiteToGrey ?? ratio,
            settings.EdemaExtent ?? (grade == TumorGrade.High ? 6 + 16 * reach : 8 * reach)
        );
    }
}
