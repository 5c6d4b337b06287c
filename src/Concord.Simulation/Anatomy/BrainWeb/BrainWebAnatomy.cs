using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>An anatomical model whose files were found, not yet read.</summary>
public sealed class BrainWebAnatomy
{
    private static readonly BrainWebClass[] Needed =
    [
        BrainWebClass.Csf,
        BrainWebClass.GreyMatter,
        BrainWebClass.WhiteMatter,
    ];

    private readonly IReadOnlyList<BrainWebFile> _files;

    internal BrainWebAnatomy(string name, BrainWebTable table, IReadOnlyList<BrainWebFile> files)
    {
        (Name, Table, _files) = (name, table, files);
    }

    /// <summary>Such as subject04, phantom_1.0mm_normal or phantom_1.0mm_msles2.</summary>
    public string Name { get; }

    /// <summary>The family it belongs to, which its name says.</summary>
    public BrainWebTable Table { get; }

    /// <summary>True if it will be read as memberships, false if as one label a voxel.</summary>
    public bool IsFuzzy => _files[0].Class is not null;

    /// <summary>The files that will be read.</summary>
    public IReadOnlyList<string> Files => [.. _files.Select(f => f.Path)];

    /// <summary>Reads the volumes. Memberships take four bytes a voxel and class: one of the 20 subjects fills 2.7 GB.</summary>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    /// <exception cref="BadInputException">
    /// A file is damaged, has a length or values that BrainWeb doesn't have, or lies elsewhere than the others; or the
    /// memberships of CSF, grey or white matter are missing.
    /// </exception>
    public BrainWebVolumes Load(int threads = -1)
    {
        if (!IsFuzzy)
        {
            var (labels, notes) = BrainWebVoxels.ReadLabels(_files[0], threads);
            return new(Table, labels, notes);
        }

        if (Missing(_files) is [_, ..] missing)
            throw new BadInputException(
                Path.GetDirectoryName(_files[0].Path)!,
                $"{Name} lacks the memberships of {string.Join(", ", missing)}",
                "download them too, or the discrete model"
            );
        var memberships = new Dictionary<BrainWebClass, Volume<float>>();
        var warnings = new List<string>();
        foreach (var file in _files)
        {
            var (volume, notes) = BrainWebVoxels.ReadMembership(file, threads);
            if (memberships.Count > 0)
                RequireSamePlace(file, volume.Geometry, memberships.Values.First().Geometry);
            memberships.Add(file.Class!.Value, volume);
            warnings.AddRange(notes);
        }

        if (FuzzySum.Normalise(memberships, threads) is { } warning)
            warnings.Add($"{Name}: {warning}");
        return new(Table, memberships, warnings);
    }

    /// <summary>The classes without which a set of memberships is of no use.</summary>
    internal static IReadOnlyList<BrainWebClass> Missing(IReadOnlyList<BrainWebFile> files) =>
        [.. Needed.Where(c => files.All(f => f.Class != c))];

    private void RequireSamePlace(BrainWebFile file, VolumeGeometry geometry, VolumeGeometry first)
    {
        var distance = geometry.CornerDistance(first);
        // A hundredth of a millimetre is a header's rounding.
        if (!(distance <= 0.01))
            throw new BadInputException(
                file.Path,
                geometry.Size == first.Size
                    ? $"lies {distance:0.##} mm away from {Path.GetFileName(_files[0].Path)}"
                    : $"has {geometry.Size} voxels, but {Path.GetFileName(_files[0].Path)} has {first.Size}",
                "give the files of one model"
            );
    }
}
