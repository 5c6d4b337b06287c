namespace Concord.Labels.Importers;

/// <summary>
/// MRBrainS13. Its labels for training tell white-matter lesions from white matter; those for testing merge them. The
/// cerebellum and the brainstem are outlined as wholes: each voxel is grey or white matter, nobody said which. The labels
/// for testing call them 0.
/// </summary>
internal static class MrBrainS13
{
    private static readonly IReadOnlyList<ImportedSequence> Sequences =
    [
        new("T1", "*/T1.nii", "*/T1.nii.gz"),
        new("FLAIR", "*/T2_FLAIR.nii", "*/T2_FLAIR.nii.gz"),
        new("IR", "*/T1_IR.nii", "*/T1_IR.nii.gz"),
    ];

    private static readonly IReadOnlyList<string> Folders = ["", "TrainingData", "trainingData", "training"];

    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "mrbrains13",
            Title = "MRBrainS13: tissues of 5 older people at 3 T",
            Citation = "Mendrik et al., Comput Intell Neurosci 2015:813696, doi:10.1155/2015/813696",
            Licence = "see the site",
            Origin = "https://doi.org/10.34894/645ZIN",
            Classes = ["background", "csf", "gm", "wm", "wmh"],
            Layouts = _ =>
                [
                    new()
                    {
                        Name = "mrbrains13",
                        Folders = Folders,
                        Sequences = Sequences,
                        Labels = ["*/LabelsForTraining.nii", "*/LabelsForTraining.nii.gz"],
                        Protocol = DatasetLayout.Meanings(
                            (0, "background"),
                            (1, "gm"),
                            (2, "gm"),
                            (3, "wm"),
                            (4, "wmh"),
                            (5, "csf"),
                            (6, "csf"),
                            (7, "[gm, wm]"),
                            (8, "[gm, wm]")
                        ),
                    },
                    new()
                    {
                        Name = "mrbrains13",
                        Folders = Folders,
                        Sequences = Sequences,
                        Labels = ["*/LabelsForTesting.nii", "*/LabelsForTesting.nii.gz"],
                        Protocol = DatasetLayout.Meanings(
                            (0, "[background, gm, wm]"),
                            (1, "csf"),
                            (2, "gm"),
                            (3, "[wm, wmh]")
                        ),
                    },
                ],
        };
}
