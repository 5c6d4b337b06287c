namespace Concord.Labels.Importers;

/// <summary>The open MS data of Ljubljana: lesions by the consensus of three experts. 0 is any tissue.</summary>
internal static class OpenMs
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "open-ms",
            Title = "Open MS data of Ljubljana: multiple sclerosis lesions of 30 people",
            Citation = "Lesjak et al., Neuroinformatics 16:51-63, 2018, doi:10.1007/s12021-017-9348-7",
            Licence = "CC BY",
            Origin = "https://github.com/muschellij2/open_ms_data; http://lit.fe.uni-lj.si/tools",
            Classes = ["background", "wmh"],
            Layouts = _ =>
                [
                    Layout("patient*/", "T1W", "FLAIR", "T2W", "T1WKS", "consensus_gt", "brainmask"),
                    Layout("patient*/patient*_", "T1W", "FLAIR", "T2W", "T1WKS", "consensus_gt", "brainmask"),
                    Layout("patient*/", "T1", "FLAIR", "T2", "T1POST", "lesion", "brainmask"),
                ],
        };

    private static DatasetLayout Layout(
        string start,
        string t1,
        string flair,
        string t2,
        string t1c,
        string labels,
        string mask
    ) =>
        new()
        {
            Name = "open-ms",
            Folders = ["", "cross_sectional/MNI", "cross_sectional/coregistered_resampled", "cross_sectional", "mni"],
            Sequences =
            [
                new("T1", $"{start}{t1}.nii.gz"),
                new("FLAIR", $"{start}{flair}.nii.gz"),
                new("T2", $"{start}{t2}.nii.gz"),
                new("T1c", $"{start}{t1c}.nii.gz"),
            ],
            Labels = [$"{start}{labels}.nii.gz"],
            Masks = [$"{start}{mask}.nii.gz", "nonzero"],
            Protocol = DatasetLayout.Meanings((0, "not [wmh]"), (1, "wmh")),
        };
}
