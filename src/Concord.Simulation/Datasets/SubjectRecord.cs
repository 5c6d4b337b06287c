using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
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
            Grid = new
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
