namespace Concord.Labels.Importers;

/// <summary>MSLesSeg, ICPR 2024: lesions of multiple sclerosis, up to four visits a patient. 0 is any tissue.</summary>
internal static class MsLesSeg
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "mslesseg",
            Title = "MSLesSeg: multiple sclerosis lesions of 75 people, 115 visits, MNI space",
            Citation =
                "Rondinella et al., ICPR 2024 competition on multiple sclerosis lesion segmentation, arXiv:2410.07924",
            Licence = "see the site",
            Origin = "https://doi.org/10.6084/m9.figshare.27919209",
            Classes = ["background", "wmh"],
            Layouts = _ =>
                [
                    Part("mslesseg", "*/*/", "train", "MSLesSeg Dataset/train"),
                    Part("mslesseg-test", "*/", "test", "MSLesSeg Dataset/test") with
                    {
                        IsTest = true,
                    },
                ],
        };

    // train/P1/T1/P1_T1_FLAIR.nii.gz, test/P54/P54_FLAIR.nii.gz
    private static DatasetLayout Part(string name, string start, params IReadOnlyList<string> folders) =>
        new()
        {
            Name = name,
            Folders = folders,
            Sequences =
            [
                new("T1", $"{start}*_T1.nii.gz"),
                new("FLAIR", $"{start}*_FLAIR.nii.gz"),
                new("T2", $"{start}*_T2.nii.gz"),
            ],
            Labels = [$"{start}*_MASK.nii.gz"],
            Masks = ["nonzero"],
            Protocol = DatasetLayout.Meanings((0, "not [wmh]"), (1, "wmh")),
        };
}
