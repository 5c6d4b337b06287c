using System.Globalization;
using Concord.Imaging;
using Concord.Learning.Checkpoints;
using Concord.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Training;

/// <summary>
/// What a resumed run needs, in one file that is replaced whole: weights, running statistics, Adam's moments, and the
/// step, from which the random streams and the sampler's position follow.
/// </summary>
internal static class TrainingState
{
    private const string Weights = "network.";
    private const string Step = "step";

    /// <summary>Writes the state first and the weights alone after it: a resume never depends on the second.</summary>
    public static void Save(RunFolder run, nn.Module network, Adam adam, long step)
    {
        var weights = NetworkWeights.Of(network);
        var state = new Dictionary<string, Tensor>(adam.State, StringComparer.Ordinal);
        foreach (var (name, tensor) in weights)
            state[Weights + name] = tensor;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Step] = step.ToString(CultureInfo.InvariantCulture),
        };
        SafetensorsFile.Write(run.State, state, metadata);
        SafetensorsFile.Write(run.Weights, weights, metadata);
    }

    /// <summary>
    /// The steps that a run has taken by its last checkpoint, state and weights both; 0 without one. A run that was killed
    /// between the two has taken those of the older.
    /// </summary>
    public static long StepsOf(RunFolder run) => Math.Min(StepsIn(run.State), StepsIn(run.Weights));

    private static long StepsIn(string path)
    {
        if (!File.Exists(path))
            return 0;
        var tensors = SafetensorsFile.Read(path, out var metadata);
        foreach (var tensor in tensors.Values)
            tensor.Dispose();
        return long.TryParse(metadata.GetValueOrDefault(Step), CultureInfo.InvariantCulture, out var step) ? step : 0;
    }

    /// <summary>Restores the state.</summary>
    /// <returns>The steps that were taken.</returns>
    public static long Load(RunFolder run, nn.Module network, Adam adam)
    {
        var state = SafetensorsFile.Read(run.State, out var metadata);
        try
        {
            if (
                !metadata.TryGetValue(Step, out var text)
                || !long.TryParse(text, CultureInfo.InvariantCulture, out var step)
            )
                throw new BadInputException(run.State, "doesn't say its step", "train again");
            var weights = state
                .Where(t => t.Key.StartsWith(Weights, StringComparison.Ordinal))
                .ToDictionary(t => t.Key[Weights.Length..], t => t.Value, StringComparer.Ordinal);
            NetworkWeights.Load(network, weights, run.State);
            adam.Load(state);
            return step;
        }
        finally
        {
            foreach (var tensor in state.Values)
                tensor.Dispose();
        }
    }
}
