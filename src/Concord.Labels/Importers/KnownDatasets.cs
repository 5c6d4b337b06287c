using Concord.Imaging;

namespace Concord.Labels.Importers;

/// <summary>The datasets that Concord knows.</summary>
public static class KnownDatasets
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<KnownDataset> All { get; } =
    [
        Bids.Dataset,
        Brats.Dataset,
        Brats2012.Dataset,
        Brats2015.Dataset,
        BrainWeb.Dataset,
        FreeSurfer.Dataset,
        Ibsr.Dataset,
        MrBrainS13.Dataset,
        MrBrainS18.Dataset,
        MsLesSeg.Dataset,
        MsSeg.Dataset,
        OpenMs.Dataset,
        Ptbp.Dataset,
        SynthSegLabels.Dataset,
        Wmh2017.Dataset,
    ];

    /// <summary>The one of that name.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static KnownDataset Find(string name) =>
        All.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new BadInputException(
            "import",
            $"no dataset '{name}' is known",
            $"known are {string.Join(", ", All.Select(d => d.Name))}; for others write a manifest, see docs/manifest.md"
        );
}
