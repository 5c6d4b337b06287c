using System.Globalization;
using Concord.Labels.Yaml;

namespace Concord.Learning.Recipes;

/// <summary>Writes a recipe whole, every field, so that a run says how it was made.</summary>
public static class RecipeWriter
{
    /// <summary>YAML that <see cref="RecipeReader"/> reads back to an equal recipe.</summary>
    public static string ToYaml(Recipe r)
    {
        static string N(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        var spacing = r.Spacing is null ? "auto" : $"[{string.Join(", ", r.Spacing.Select(N))}]";
        var (n, recompute) = (r.Network, r.Network.Recompute ? "true" : "false");
        var network =
            $"{{ name: {n.Name}, width: {n.Width}, levels: {n.Levels}, norm: {n.Norm}, recompute: {recompute} }}";
        var registration = r.Registration.ToString().ToLowerInvariant();
        var preparation =
            $"{{ registration: {registration}, bias_field: {r.BiasField}, intensities: {r.Intensities} }}";
        return $$"""
            strategy: {{r.Strategy}}
            scope: {{r.Scope.ToString().ToLowerInvariant()}}
            network: {{network}}
            patch: [{{string.Join(", ", r.Patch)}}]
            batch: {{r.Batch}}
            steps: {{r.Steps}}
            learning_rate: {{N(r.LearningRate)}}
            decay: {{N(r.Decay)}}
            spacing: {{spacing}}
            preparation: {{preparation}}
            augmentation: { mirror: {{(r.Mirror ? "true" : "false")}}, intensity: {{N(r.Intensity)}} }
            seed: {{r.Seed}}
            precision: {{r.Precision}}
            device: {{r.Device}}
            threads: {{r.Threads}}
            workers: {{r.Workers}}
            cache: {{(r.Cache is null ? "auto" : YamlText.Quote(r.Cache))}}
            checkpoint_seconds: {{N(r.CheckpointSeconds)}}
            validation_steps: {{r.ValidationSteps}}
            validation_loss_steps: {{r.ValidationLossSteps}}
            tile: {{(r.Tile is null ? "auto" : $"[{string.Join(", ", r.Tile)}]")}}
            overlap: {{N(r.Overlap)}}

            """.ReplaceLineEndings("\n");
    }
}
