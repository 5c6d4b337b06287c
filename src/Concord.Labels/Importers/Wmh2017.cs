namespace Concord.Labels.Importers;

/// <summary>
/// The WMH Segmentation Challenge 2017, a dataset for each scanner, since each looks different. Only hyperintensities are
/// labelled: 0 is any tissue. 2 is another pathology, which may be anything.
/// </summary>
internal static class Wmh2017
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "wmh2017",
            Title = "WMH Segmentation Challenge 2017: hyperintensities of 60 people (and 110 more), 5 scanners",
            Citation = "Kuijf et al., IEEE Trans Med Imaging 38(11):2556-2568, 2019, doi:10.1109/TMI.2019.2905770",
            Licence = "see the site",
            Origin = "https://doi.org/10.34894/AECRSD",
            Classes = ["background", "wmh"],
            Layouts = _ =>
                [
                    Site("utrecht", "Utrecht", "training/Utrecht"),
                    Site("singapore", "Singapore", "training/Singapore"),
                    Site("amsterdam", "Amsterdam/GE3T", "training/Amsterdam/GE3T", "GE3T"),
                    Test("utrecht-test", "test/Utrecht"),
                    Test("singapore-test", "test/Singapore"),
                    Test("amsterdam-test", "test/Amsterdam/GE3T"),
                    Test("amsterdam-1t5-test", "test/Amsterdam/GE1T5"),
                    Test("amsterdam-petmr-test", "test/Amsterdam/Philips_VU .PETMR_01."),
                ],
        };

    private static DatasetLayout Test(string name, string folder) => Site(name, folder) with { IsTest = true };

    private static DatasetLayout Site(string name, params IReadOnlyList<string> folders) =>
        new()
        {
            Name = $"wmh2017-{name}",
            Folders = folders,
            Sequences = [new("T1", "*/pre/T1.nii.gz"), new("FLAIR", "*/pre/FLAIR.nii.gz")],
            Labels = ["*/wmh.nii.gz"],
            Protocol = DatasetLayout.Meanings((0, "not [wmh]"), (1, "wmh"), (2, "any")),
        };
}
