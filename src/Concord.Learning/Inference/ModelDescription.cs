using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Imaging;
using Concord.Labels;
using Concord.Learning.Heads;
using Concord.Learning.Networks;
using Concord.Learning.Preprocessing;

namespace Concord.Learning.Inference;

/// <summary>What <c>model.json</c> says: everything that prediction needs beside the weights.</summary>
public sealed record ModelDescription
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NewLine = "\n",
    };

    private const int CurrentFormat = 2;

    // Versions that know of no bias fields would predict without correcting them: they must refuse.
    private const int FormatOfBiasFields = 3;

    /// <summary>The format's version: the least that says what there is to say.</summary>
    public int Format => Preparation.BiasField is null ? CurrentFormat : FormatOfBiasFields;

    /// <summary>Classes in channel order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The sequences that the network takes, in channel order.</summary>
    public required IReadOnlyList<string> Sequences { get; init; }

    /// <summary>How images come to what the network sees.</summary>
    public required Preparation Preparation { get; init; }

    /// <summary>The network's shape.</summary>
    public required NetworkSettings Network { get; init; }

    /// <summary>
    /// The groups of output channels where they are datasets' labels; left out where each channel is a class.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<HeadDescription>? Heads { get; init; }

    /// <summary>True if each group has a decoder of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasDecoders { get; init; }

    /// <summary>
    /// For a model of several networks: the folders of the runs that it consists of, below its own; left out for one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>The strategy that it was trained with.</summary>
    public required string Strategy { get; init; }

    /// <summary><c>float32</c> or <c>bfloat16</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>Voxels of a tile; left out where it is chosen for each scan (<see cref="Tiling"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Tile { get; init; }

    /// <summary>The part of a tile that its neighbour covers too; of 64 voxels where tiles are chosen.</summary>
    public required double Overlap { get; init; }

    /// <summary>What the output channels stand for.</summary>
    /// <param name="source">The file, for the error message.</param>
    internal HeadLayout Layout(string source = "model")
    {
        var space = new LabelSpace(Classes, source);
        if (Heads is null)
            return HeadLayout.OfClasses(space);
        var groups = Heads.Select(h => new HeadGroup(
            h.Name,
            [.. h.Labels.Select(label => ProtocolParser.Parse(label, space, source))]
        ));
        return new(space, [.. groups]);
    }

    /// <summary>The output channels of each decoder.</summary>
    internal IReadOnlyList<int> Decoders(HeadLayout layout) => layout.Decoders(HasDecoders);

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It is missing or isn't a model description.</exception>
    public static ModelDescription Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            // First: what another version left out must not be called damage.
            using var document = JsonDocument.Parse(text);
            var isOther =
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("format", out var format)
                && !(format.TryGetInt32(out var number) && number is CurrentFormat or FormatOfBiasFields);
            var model = isOther ? null : JsonSerializer.Deserialize<ModelDescription>(text, Options);
            if (model is null && !isOther)
                throw new BadInputException(path, "not a model description", "train again or restore it");
            if (model is not { Preparation.IsKnown: true })
                throw new BadInputException(
                    path,
                    "the model was made by another version of Concord, which prepared images otherwise",
                    "predict with that version, or train again"
                );
            // What consists of several networks prepares nothing itself.
            var lacking = model.Members is null ? model.Preparation.WithoutStandard(model.Sequences) : null;
            return lacking is null
                ? model
                : throw new BadInputException(
                    path,
                    $"has no standard of {lacking}'s intensities",
                    "train again or restore it"
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "can't be read", "give a run folder made by concord train", e);
        }
        catch (JsonException e)
        {
            throw new BadInputException(path, $"not a model description: {e.Message}", "train again or restore it", e);
        }
    }

    /// <summary>Writes a file.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Options) + "\n");
}
