using Concord.Cli.Commands.Simulate;
using Concord.Cli.Terminal;
using Concord.Imaging;
using Concord.Labels.Importers;
using Concord.Simulation;
using Concord.Simulation.Datasets;
using Concord.Simulation.Deformation;

namespace Concord.Cli.Commands;

/// <summary>
/// The scans of a dataset that is of label maps alone: one of each map, on its own grid and of its own shape, with the lesions
/// that it has and no others.
/// </summary>
internal static class ScansOfLabelMaps
{
    /// <summary>Simulates those that aren't there yet, in a folder beside the manifest, and gives that folder.</summary>
    /// <exception cref="BadInputException">There are no such maps, or one can't be read.</exception>
    public static string Make(KnownDataset known, string folder, string manifest, CancellationToken cancellation)
    {
        DatasetImport.RequireFolder(folder);
        if (Directory.GetFiles(folder, known.LabelMaps!).Length == 0)
            throw new BadInputException(
                folder,
                $"holds no {known.Name}: no {known.LabelMaps}",
                $"give the folder that holds the label maps, as unpacked from {known.Origin}"
            );
        var library = AnatomyLibrary.Open(folder, keepLesions: true, pattern: known.LabelMaps!);
        var beside = Path.GetDirectoryName(Path.GetFullPath(manifest))!;
        var scans = Path.Combine(beside, $"{Path.GetFileNameWithoutExtension(manifest)}-{known.Name}");
        var observer = new ConsoleObserver();
        observer.Note($"simulating scans of {library.Count} label maps, which have none, in {scans}");
        DatasetSimulator.Run(
            new()
            {
                Subject = new()
                {
                    Kind = SubjectKind.Lesions,
                    UsesOwnGrid = true,
                    Deformation = DeformationSettings.None,
                    Lesions = new() { Volume = 0 },
                },
                Count = library.Count,
                Seed = 1,
                Anatomy = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
                KeepsAnatomyLesions = true,
            },
            library,
            scans,
            progress: new SubjectProgress(observer, library.Count),
            warn: warning => observer.Note($"warning: {warning}"),
            cancellation: cancellation
        );
        return scans;
    }
}
