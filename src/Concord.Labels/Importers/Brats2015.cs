namespace Concord.Labels.Importers;

/// <summary>
/// BRATS 2013 and 2015 as DeepMedic's examples have them: z-scored, so that the background isn't 0. 1 necrosis, 2 oedema,
/// 3 non-enhancing, 4 enhancing core; 0 is any tissue.
/// </summary>
internal static class Brats2015
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "brats2015",
            Title = "BRATS 2013/2015 in the form of DeepMedic's examples",
            Citation = "Menze et al., IEEE Trans Med Imaging 34(10):1993-2024, 2015, doi:10.1109/TMI.2014.2377694",
            Licence = "CC BY-NC-SA 3.0",
            Origin = "https://www.smir.ch/BRATS/Start2015; https://github.com/deepmedic/deepmedic",
            Classes = ["background", "edema", "tumor"],
            Layouts = _ =>
                [
                    new()
                    {
                        Name = "brats2015",
                        Folders = ["", "train", "dataForExamples/brats2015TrainingData/train"],
                        Sequences =
                        [
                            new("T1c", "*/T1c_subtrMeanDivStd.nii.gz"),
                            new("FLAIR", "*/Flair_subtrMeanDivStd.nii.gz"),
                        ],
                        Labels = ["*/OTMultiClass.nii.gz"],
                        Masks = ["*/brainmask.nii.gz"],
                        Protocol = DatasetLayout.Meanings(
                            (0, "not [edema, tumor]"),
                            (1, "tumor"),
                            (2, "edema"),
                            (3, "tumor"),
                            (4, "tumor")
                        ),
                    },
                ],
        };
}
