namespace Concord.Labels.Importers;

/// <summary>MSSEG, MICCAI 2016: lesions of multiple sclerosis by the consensus of seven experts. 0 is any tissue.</summary>
internal static class MsSeg
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "msseg",
            Title = "MSSEG 2016: multiple sclerosis lesions of 15 people (and 38 more), 4 scanners",
            Citation = "Commowick et al., Sci Rep 8:13650, 2018, doi:10.1038/s41598-018-31911-7",
            Licence = "terms of the challenge, by registration",
            Origin = "https://shanoir.irisa.fr (MSSEG 2016)",
            Classes = ["background", "wmh"],
            Layouts = _ => [Part("msseg", "", "Training"), Part("msseg-test", "Testing") with { IsTest = true }],
        };

    private static DatasetLayout Part(string name, params IReadOnlyList<string> folders) =>
        new()
        {
            Name = name,
            Folders = folders,
            Sequences =
            [
                new("T1", "*/*/Preprocessed_Data/T1_preprocessed.nii.gz"),
                new("FLAIR", "*/*/Preprocessed_Data/FLAIR_preprocessed.nii.gz"),
                new("T2", "*/*/Preprocessed_Data/T2_preprocessed.nii.gz"),
                new("PD", "*/*/Preprocessed_Data/DP_preprocessed.nii.gz"),
                new("T1c", "*/*/Preprocessed_Data/GADO_preprocessed.nii.gz"),
            ],
            Labels = ["*/*/Masks/Consensus.nii.gz"],
            Masks = ["*/*/Masks/Brain_Mask.nii.gz"],
            Protocol = DatasetLayout.Meanings((0, "not [wmh]"), (1, "wmh")),
        };
}
