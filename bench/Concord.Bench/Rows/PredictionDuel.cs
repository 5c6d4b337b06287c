using System.Globalization;
using System.Text.Json.Nodes;

namespace Concord.Bench.Rows;

/// <summary>Prediction as it is, against tiles of 64³ that share half of themselves, in float32 on libtorch as it comes.</summary>
internal sealed class PredictionDuel : IRow
{
    private const double Tolerance = 0.002;

    public string Name => "predict-ratio";

    public string What => "the same, against tiles of 64³ with 50 % overlap, float32, contiguous, stock allocator";

    public string Bound => "≥ 4 ×, Dice within 0.002";

    public RowResult Measure()
    {
        TrainedModel.Prepare();
        var folder = Directory.CreateTempSubdirectory("concord-bench-").FullName;
        var plain = Path.Combine(folder, "run");
        Directory.CreateDirectory(plain);
        foreach (var file in Directory.GetFiles(TrainedModel.Run))
            File.Copy(file, Path.Combine(plain, Path.GetFileName(file)));
        var description = Path.Combine(plain, "model.json");
        var model = JsonNode.Parse(File.ReadAllText(description))!;
        (model["tile"], model["overlap"]) = (new JsonArray(64, 64, 64), 0.5);
        File.WriteAllText(description, model.ToJsonString());
        string Out(string name) => Path.Combine(folder, name);
        var duel = Duel.Run(
            () => ConcordProcess.Run(TrainedModel.Predict(TrainedModel.Run, Out("own"))).Seconds,
            () =>
                ConcordProcess
                    .Run(
                        [.. TrainedModel.Predict(plain, Out("plain")), "--precision", "float32"],
                        [("CONCORD_STOCK", "1")]
                    )
                    .Seconds,
            rounds: 2,
            warmsUp: false
        );
        var (own, other) = (TrainedModel.DiceOf(Out("own")), TrainedModel.DiceOf(Out("plain")));
        Directory.Delete(folder, recursive: true);
        var furthest = own.Max(s => Math.Abs(s.Value - other[s.Key]));
        var dice = own.Select(s =>
            string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value:0.0000} and {other[s.Key]:0.0000}")
        );
        return new(
            duel.Figure,
            $"{duel.Detail}; Dice {string.Join(", ", dice)}",
            duel.Ratio >= 4 && furthest <= Tolerance
        );
    }
}
