namespace Concord.Imaging;

/// <summary>Tells a whole how far it is when one of its parts moves on.</summary>
/// <param name="whole">Told 0 to 1 of the whole.</param>
/// <param name="before">What was done before this part, in the unit of the part's own reports.</param>
/// <param name="all">What there is to do in all, in that unit.</param>
public sealed class PartOfProgress(IProgress<double> whole, double before, double all) : IProgress<double>
{
    /// <summary>The part of a whole that may not be listened to.</summary>
    public static IProgress<double>? Of(IProgress<double>? whole, double before, double all) =>
        whole is null ? null : new PartOfProgress(whole, before, all);

    /// <inheritdoc/>
    public void Report(double value) => whole.Report((before + value) / all);
}
