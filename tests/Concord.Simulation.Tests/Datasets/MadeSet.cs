using Concord.Imaging.Geometry;
using Concord.Labels.Manifests;
using Concord.Simulation.Datasets;

namespace Concord.Simulation.Tests.Datasets;

/// <summary>A set of three small heads with lesions, made by one worker.</summary>
public sealed class MadeSet : IDisposable
{
    public MadeSet() => Manifest = DatasetSimulator.Run(Settings, Library(), Folder);

    internal static DatasetSettings Settings { get; } =
        new()
        {
            Subject = new()
            {
                Kind = SubjectKind.Lesions,
                Geometry = SubjectSettings.Centred(new(40, 48, 40), Spacing.Isotropic(4)),
                Lesions = new() { Volume = 25 },
                Deformation = new() { Warp = 0 },
            },
            Count = 3,
            Seed = 7,
            Anatomy = "procedural",
            WritesMemberships = true,
        };

    public string Folder { get; } = Directory.CreateTempSubdirectory("concord-").FullName;

    internal Manifest Manifest { get; }

    internal static AnatomyLibrary Library() => AnatomyLibrary.Open("procedural", edge: 4);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
