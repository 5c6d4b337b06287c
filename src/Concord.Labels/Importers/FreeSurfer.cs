namespace Concord.Labels.Importers;

/// <summary>
/// FreeSurfer's subjects, by their aseg. It leaves sulcal CSF without a label, so 0 is background or CSF; the
/// brainstem and the ventral diencephalon mix grey and white matter. WM hypointensities (77 to 79) are lesions, others (80
/// to 82) and vessels and choroid plexus may be anything. Source: FreeSurferColorLUT.txt.
/// </summary>
internal static class FreeSurfer
{
    private static readonly int[] Csf = [4, 5, 14, 15, 24, 43, 44, 72];
    private static readonly int[] Gray =
    [
        3,
        8,
        9,
        10,
        11,
        12,
        13,
        17,
        18,
        19,
        20,
        26,
        42,
        47,
        48,
        49,
        50,
        51,
        52,
        53,
        54,
        55,
        56,
        58,
    ];
    private static readonly int[] White = [2, 7, 41, 46, 85, 192, 250, 251, 252, 253, 254, 255];
    private static readonly int[] Mixed = [16, 27, 28, 59, 60];
    private static readonly int[] Lesions = [77, 78, 79];
    private static readonly int[] Anything = [1, 6, 29, 30, 31, 40, 45, 61, 62, 63, 80, 81, 82];

    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "freesurfer",
            Title = "A subjects directory of FreeSurfer: tissues by aseg",
            Citation = "Fischl et al., Neuron 33(3):341-355, 2002, doi:10.1016/S0896-6273(02)00569-X",
            Licence = "that of the scans",
            Origin = "recon-all, https://surfer.nmr.mgh.harvard.edu",
            Classes = ["background", "csf", "gm", "wm", "wmh"],
            Layouts = _ =>
                [
                    new()
                    {
                        Name = "freesurfer",
                        Sequences =
                        [
                            new("T1", "*/mri/orig.mgz", "*/mri/T1.mgz"),
                            new("FLAIR", "*/mri/FLAIR.mgz"),
                            new("T2", "*/mri/T2.mgz"),
                        ],
                        Labels = ["*/mri/aseg.mgz", "*/mri/aseg.presurf.mgz"],
                        Masks = ["*/mri/brainmask.mgz"],
                        // The average brain, which recon-all links beside the subjects.
                        IsNoSubject = name => name.StartsWith("fsaverage", StringComparison.Ordinal),
                        Protocol =
                        [
                            new(0, "[background, csf]"),
                            .. All(Csf, "csf"),
                            .. All(Gray, "gm"),
                            .. All(White, "wm"),
                            .. All(Mixed, "[gm, wm]"),
                            .. All(Lesions, "wmh"),
                            .. All(Anything, "any"),
                        ],
                    },
                ],
        };

    private static IEnumerable<KeyValuePair<int, string>> All(int[] values, string meaning) =>
        values.Select(v => KeyValuePair.Create(v, meaning));
}
