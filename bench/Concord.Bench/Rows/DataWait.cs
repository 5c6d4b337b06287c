using System.Globalization;
using System.Text.RegularExpressions;

namespace Concord.Bench.Rows;

/// <summary>How long a training waits for its patches, by its own account.</summary>
internal sealed partial class DataWait : IRow
{
    private const double Limit = 2;

    public string Name => "data-wait";

    public string What => "the part of `concord train`'s time that it waits for patches: full augmentation, one worker";

    public string Bound => "≤ 2 %";

    public RowResult Measure()
    {
        TrainedModel.Prepare();
        var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
        var run = ConcordProcess.Run([
            "train",
            TrainedModel.Train,
            "--steps",
            "100",
            "-o",
            Path.Combine(folder, "run"),
        ]);
        Directory.Delete(folder, recursive: true);
        var percent = double.Parse(Waited().Match(run.Messages).Groups["percent"].Value, CultureInfo.InvariantCulture);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{percent:0.0} %"),
            "100 steps, default recipe",
            percent <= Limit
        );
    }

    [GeneratedRegex("waited for patches: (?<percent>[0-9.]+) %", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Waited();
}
