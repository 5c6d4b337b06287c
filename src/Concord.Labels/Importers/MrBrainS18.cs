namespace Concord.Labels.Importers;

/// <summary>MRBrainS18. Infarctions and other pathologies are excluded from its evaluation: they may be anything.</summary>
internal static class MrBrainS18
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "mrbrains18",
            Title = "MRBrainS18: tissues and white-matter lesions of 7 people (and 23 more) at 3 T",
            Citation = "Kuijf et al., Grand challenge on MR brain segmentation at MICCAI 2018, mrbrains18.isi.uu.nl",
            Licence = "see the site",
            Origin = "https://mrbrains18.isi.uu.nl/data",
            Classes = ["background", "csf", "gm", "wm", "wmh"],
            Layouts = _ =>
                [
                    Part("mrbrains18", "", "training", "trainingData"),
                    Part("mrbrains18-test", "test") with
                    {
                        IsTest = true,
                    },
                ],
        };

    private static DatasetLayout Part(string name, params IReadOnlyList<string> folders) =>
        new()
        {
            Name = name,
            Folders = folders,
            Sequences =
            [
                new("T1", "*/pre/reg_T1.nii.gz"),
                new("FLAIR", "*/pre/FLAIR.nii.gz"),
                new("IR", "*/pre/reg_IR.nii.gz"),
            ],
            Labels = ["*/segm.nii.gz"],
            Protocol = DatasetLayout.Meanings(
                (0, "background"),
                (1, "gm"),
                (2, "gm"),
                (3, "wm"),
                (4, "wmh"),
                (5, "csf"),
                (6, "csf"),
                (7, "[gm, wm]"),
                (8, "[gm, wm]"),
                (9, "any"),
                (10, "any")
            ),
        };
}
