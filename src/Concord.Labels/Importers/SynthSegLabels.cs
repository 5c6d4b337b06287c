namespace Concord.Labels.Importers;

/// <summary>
/// The label maps that SynthSeg was trained with: FreeSurfer's codes with white matter lesions (25, 57) and no scans, which
/// are simulated from them. The simulator says what each code is made of, and writes the truth in BIDS's integers.
/// </summary>
internal static class SynthSegLabels
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "synthseg-labels",
            Title =
                "SynthSeg's training label maps: tissues and white matter lesions, T1 and FLAIR simulated from them",
            Citation = "Billot et al., Med Image Anal 86:102789, 2023, doi:10.1016/j.media.2023.102789",
            Licence = "Apache-2.0",
            Origin = "https://github.com/BBillot/SynthSeg, data/training_label_maps",
            Classes = ["background", "csf", "gm", "wm", "wmh"],
            LabelMaps = "training_seg_*.nii.gz",
            Layouts = _ =>
                [
                    new()
                    {
                        Name = "synthseg-labels",
                        Sequences = [new("T1", "*/T1.nii.gz"), new("FLAIR", "*/FLAIR.nii.gz")],
                        Labels = ["*/labels.nii.gz"],
                        Protocol = DatasetLayout.Meanings(
                            (0, "background"),
                            (1, "gm"),
                            (2, "wm"),
                            (3, "csf"),
                            (7, "wmh")
                        ),
                    },
                ],
        };
}
