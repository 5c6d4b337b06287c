namespace Concord.Labels.Importers;

/// <summary>BRATS 2012: patients, and tumours simulated by TumorSim. 1 is oedema, 2 the tumour, 0 any tissue.</summary>
internal static class Brats2012
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "brats2012",
            Title = "BRATS 2012: glioma of 30 patients, and 50 simulated ones",
            Citation = "Menze et al., IEEE Trans Med Imaging 34(10):1993-2024, 2015, doi:10.1109/TMI.2014.2377694",
            Licence = "CC BY-NC-SA 3.0",
            Origin = "https://www.smir.ch/BRATS/Start2012",
            Classes = ["background", "edema", "tumor"],
            Layouts = _ => [Part("brats2012", "BRATS_"), Part("brats2012-simulated", "SimBRATS_")],
        };

    private static DatasetLayout Part(string name, string start) =>
        new()
        {
            Name = name,
            Folders = ["", "Images", "BRATS-1/Images", "Synthetic_Data", "Image_Data"],
            Sequences =
            [
                new("T1", $"{start}*/{start}*_T1.mha"),
                new("T1c", $"{start}*/{start}*_T1C.mha"),
                new("T2", $"{start}*/{start}*_T2.mha"),
                new("FLAIR", $"{start}*/{start}*_FLAIR.mha"),
            ],
            Labels = [$"{start}*/{start}*_truth.mha"],
            // Beside a simulated subject's truth lies one with the tissues too.
            IsNoSubject = name => name.EndsWith("_complete", StringComparison.Ordinal),
            Protocol = DatasetLayout.Meanings((0, "not [edema, tumor]"), (1, "edema"), (2, "tumor")),
        };
}
