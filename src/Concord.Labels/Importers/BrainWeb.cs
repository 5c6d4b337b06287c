namespace Concord.Labels.Importers;

/// <summary>
/// BrainWeb, as MINC or as raw voxels. The phantom with MS lesions and the normal one, of which every noise and
/// non-uniformity is a scan and all share the truth; and the 20 normal subjects, each with a scan and a truth of its own. What
/// lies around the brain is background.
/// </summary>
internal static class BrainWeb
{
    // Of 12 bits too. There the site stretches a crisp model's numbers, so that truths are taken as bytes only.
    private static readonly string[] ScanEndings = [".mnc.gz", ".mnc", ".rawb.gz", ".rawb", ".raws.gz", ".raws"];
    private static readonly string[] TruthEndings = [".mnc.gz", ".mnc", ".rawb.gz", ".rawb"];

    // "Glial matter" lines the ventricles: it may be any tissue.
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

    // Fat, muscle, muscle and skin, skull, what lies around the fat, dura and bone marrow are background. Vessels were found
    // by angiography (Aubert-Broche et al. 2006) and run through the brain, its sulci and what lies around it alike: elsewhere
    // they are called what they run through.
    private static readonly IReadOnlyList<KeyValuePair<int, string>> OfSubjects = DatasetLayout.Meanings(
        (0, "background"),
        (1, "csf"),
        (2, "gm"),
        (3, "wm"),
        (4, "background"),
        (5, "background"),
        (6, "background"),
        (7, "background"),
        (8, "[background, csf, gm, wm]"),
        (9, "background"),
        (10, "background"),
        (11, "background")
    );

    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "brainweb",
            Title = "BrainWeb: simulated scans of a phantom, with MS lesions or without, and of 20 normal subjects",
            Citation =
                "Cocosco et al., NeuroImage 5(4):S425, 1997; Collins et al., IEEE Trans Med Imaging 17(3):463-468, 1998; "
                + "of the 20 subjects Aubert-Broche et al., IEEE Trans Med Imaging 25(11):1410-1416, 2006",
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
                    Subjects,
                ],
        };

    // subject04_t1w_p4.mnc.gz at 1 mm, and subject04_crisp_v.mnc.gz at 0.5 mm in the same world.
    private static DatasetLayout Subjects =>
        new()
        {
            Name = "brainweb-subjects",
            Sequences = [new("T1", Names("subject*_t1w_p4", ScanEndings))],
            Labels = Names("subject*_crisp_v", TruthEndings),
            Protocol = OfSubjects,
            IsSameWorld = true,
        };

    // t1_ai_msles2_1mm_pn3_rf20.mnc.gz and phantom_1.0mm_msles2_crisp.mnc.gz
    private static DatasetLayout Phantom(
        string name,
        string scan,
        string truth,
        IReadOnlyList<KeyValuePair<int, string>> protocol
    ) =>
        new()
        {
            Name = $"brainweb-{name}",
            Sequences =
            [
                new("T1", Names($"t1_{scan}_1mm_*", ScanEndings)),
                new("T2", Names($"t2_{scan}_1mm_*", ScanEndings)),
                new("PD", Names($"pd_{scan}_1mm_*", ScanEndings)),
            ],
            Labels = Names($"phantom_1.0mm_{truth}_crisp", TruthEndings),
            Protocol = protocol,
        };

    private static string[] Names(string start, string[] endings) => [.. endings.Select(e => start + e)];
}
