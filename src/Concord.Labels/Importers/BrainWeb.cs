namespace Concord.Labels.Importers;

/// <summary>
/// BrainWeb: the phantom with MS lesions and the normal one, of which every noise and non-uniformity is a scan and all share
/// the truth. What lies around the brain is background. "Glial matter" lines the ventricles: it may be any tissue.
/// </summary>
internal static class BrainWeb
{
    private static readonly IReadOnlyList<KeyValuePair<int, string>> Normal = DatasetLayout.Meanings(
        (0, "background"),
        (1, "csf"),
        (2, "gm"),
        (3, "wm"),
        (4, "background"),
        (5, "background"),
        (6, "background"),
        (7, "background"),
        (8, "[csf, gm, wm]"),
        (9, "background")
    );

    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "brainweb",
            Title = "BrainWeb: simulated scans of a phantom, with MS lesions or without",
            Citation =
                "Cocosco et al., NeuroImage 5(4):S425, 1997; Collins et al., IEEE Trans Med Imaging 17(3):463-468, 1998",
            Licence = "free for research, see the site",
            Origin = "https://brainweb.bic.mni.mcgill.ca",
            Classes = ["background", "csf", "gm", "wm", "wmh"],
            Layouts = _ =>
                [
                    .. Enumerable
                        .Range(1, 3)
                        .Select(severity =>
                            Phantom(
                                $"ms{severity}",
                                $"ai_msles{severity}",
                                $"msles{severity}",
                                [.. Normal, new(10, "wmh")]
                            )
                        ),
                    Phantom("normal", "icbm_normal", "normal", Normal),
                ],
        };

    // t1_ai_msles2_1mm_pn3_rf20.mnc.gz and phantom_1.0mm_msles2_crisp.mnc.gz
    private static DatasetLayout Phantom(
        string name,
        string scan,
        string truth,
        IReadOnlyList<KeyValuePair<int, string>> protocol
    )
    {
        string[] Names(string start) => [$"{start}.mnc.gz", $"{start}.mnc"];
        return new()
        {
            Name = $"brainweb-{name}",
            Sequences =
            [
                new("T1", Names($"t1_{scan}_1mm_*")),
                new("T2", Names($"t2_{scan}_1mm_*")),
                new("PD", Names($"pd_{scan}_1mm_*")),
            ],
            Labels = Names($"phantom_1.0mm_{truth}_crisp"),
            Protocol = protocol,
        };
    }
}
