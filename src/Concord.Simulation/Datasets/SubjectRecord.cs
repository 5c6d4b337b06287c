using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Tumors;

namespace Concord.Simulation.Datasets;

/// <summary>
/// The JSON beside a subject's images: the seed and every parameter that it was made with, and what came out. With the same
/// anatomies it is enough to make the same bytes again.
/// </summary>
internal static class SubjectRecord
{
    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The parameters of a set, the same for all of its subjects.</summary>
    public static string OfSet(DatasetSettings settings) => JsonSerializer.Serialize(Describe(settings), Style) + "\n";

    /// <summary>A subject's.</summary>
    public static string Of(DatasetSettings settings, int number, SimulatedSubject subject)
    {
        var anatomy = subject.Anatomy;
        var counts = new long[TruthLabels.Names.Count];
        foreach (var label in subject.Truth.Voxels)
            counts[label]++;
        var record = new
        {
            Number = number,
            subject.Seed,
            Anatomy = subject.Source,
            MirrorImage = subject.IsFlipped,
            Millilitres = new
            {
                Csf = Round(anatomy.Millilitres(Tissues.Csf)),
                Gm = Round(anatomy.Millilitres(Tissues.Grey)),
                Wm = Round(anatomy.Millilitres(Tissue.WhiteMatter)),
                Wmh = Round(anatomy.Millilitres(Tissue.Lesion)),
                Edema = Round(anatomy.Millilitres(Tissue.Edema)),
                Tumor = Round(anatomy.Millilitres(Tissues.Tumor)),
            },
            LabelledMillilitres = TruthLabels
                .Names.Select((name, i) => (name, Round(counts[i] * subject.Truth.Geometry.VoxelVolume / 1000)))
                .Skip(1)
                .ToDictionary(p => p.name, p => p.Item2, StringComparer.Ordinal),
            LesionCount = subject.Lesions.Count,
            Tumor = Describe(subject.Tumor),
            subject.Warnings,
            Set = Describe(settings),
        };
        return JsonSerializer.Serialize(record, Style) + "\n";
    }

    /// <summary>Complains of a record that speaks of another head, to which fields of its stages don't belong.</summary>
    /// <param name="path">The record; it may be missing.</param>
    /// <param name="settings">The set that takes the stages.</param>
    /// <param name="seed">The seed of its subject.</param>
    /// <param name="anatomy">The anatomy that its subject is made from.</param>
    /// <exception cref="BadInputException">Seed, anatomy or deformation differ, or the record is damaged.</exception>
    public static void RequireSameHead(string path, DatasetSettings settings, ulong seed, string anatomy)
    {
        if (!File.Exists(path))
            return;
        string former,
            now = JsonSerializer.Serialize(
                new
                {
                    Seed = seed,
                    Anatomy = anatomy,
                    settings.Subject.Deformation,
                },
                Style
            );
        try
        {
            var record = JsonNode.Parse(File.ReadAllText(path))!;
            former = new JsonObject
            {
                ["seed"] = record["seed"]!.DeepClone(),
                ["anatomy"] = record["anatomy"]!.DeepClone(),
                ["deformation"] = record["set"]!["deformation"]!.DeepClone(),
            }.ToJsonString(Style);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new BadInputException(
                path,
                "isn't the record of a simulated subject",
                "simulate with --stages first",
                e
            );
        }

        if (!JsonNode.DeepEquals(JsonNode.Parse(former), JsonNode.Parse(now)))
            throw new BadInputException(
                path,
                "is of another head: its seed, anatomy or deformation differ",
                "give the --seed, --anatomy and --deformation that the stages were made with"
            );
    }

    private static object Describe(DatasetSettings settings)
    {
        var s = settings.Subject;
        var grid = s.Geometry;
        var a = grid.Affine;
        return new
        {
            s.Kind,
            settings.Seed,
            Anatomies = settings.Anatomy,
            settings.IgnoresUnknownCodes,
            settings.KeepsAnatomyLesions,
            s.UsesOwnGrid,
            Grid = s.UsesOwnGrid
                ? null
                : new
                {
                    Size = new[] { grid.Size.X, grid.Size.Y, grid.Size.Z },
                    Affine = new[]
                    {
                        new[] { a.M00, a.M01, a.M02, a.M03 },
                        [a.M10, a.M11, a.M12, a.M13],
                        [a.M20, a.M21, a.M22, a.M23],
                    },
                },
            Slices = s.Slices == SliceProfile.Even ? "even" : "gaussian",
            Site = new
            {
                s.Site.Name,
                s.Site.Field,
                s.Site.NoisePercent,
                s.Site.InhomogeneityPercent,
                s.Site.Blur,
                Sequences = s.Sequences.ToDictionary(
                    name => name,
                    name => s.Site.Sequences[name].Parameters.ToDictionary(p => p.Key, p => p.Value),
                    StringComparer.Ordinal
                ),
            },
            s.TexturePercent,
            s.VariationPercent,
            s.Motion,
            s.Sampled,
            s.Deformation,
            Lesions = s.Kind == SubjectKind.Lesions ? s.Lesions : null,
            Tumor = s.Kind == SubjectKind.Tumor ? s.Tumor : null,
            SeedMask = Path.GetFileName(s.TumorInputs.MaskFile),
            DiffusionTensors = Path.GetFileName(s.TumorInputs.TensorFile),
            settings.Hidden,
            settings.WritesTruth,
            settings.WritesMemberships,
            settings.WritesStructures,
            settings.WritesStages,
            StagesFrom = Path.GetFileName(settings.StagesFrom),
        };
    }

    private static object? Describe(TumorFields? tumor) =>
        tumor is null
            ? null
            : new
            {
                tumor.Plan.Grade,
                BulkMillilitres = Round(tumor.MassEffect.Millilitres),
                SeedMillilitres = Round(tumor.SeedMillilitres),
                InfiltrationMm = Round(tumor.Plan.Infiltration),
                WhiteToGrey = Round(tumor.Plan.WhiteToGrey),
                EdemaMm = Round(tumor.Plan.EdemaExtent),
                LargestDisplacementMm = Round(tumor.MassEffect.LargestDisplacement),
                SmallestJacobian = Round(tumor.MassEffect.SmallestJacobian),
            };

    private static double Round(double value) => Math.Round(value, 3);
}
