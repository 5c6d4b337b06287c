namespace Concord.Labels.Importers;

/// <summary>The Pediatric Template of Brain Perfusion: tissues by Atropos that cover the brain.</summary>
internal static class Ptbp
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "ptbp",
            Title = "Pediatric Template of Brain Perfusion: tissues of children, T1",
            Citation = "Avants et al., Sci Data 2:150003, 2015, doi:10.1038/sdata.2015.3",
            Licence = "see the site",
            Origin = "https://doi.org/10.6084/m9.figshare.923555",
            Classes = ["background", "csf", "gm", "wm"],
            Layouts = _ =>
                [
                    new()
                    {
                        Name = "ptbp",
                        Sequences = [new("T1", "sub-*_T1w.nii.gz")],
                        Labels = ["sub-*_dseg.nii.gz"],
                        Masks = ["labels"],
                        Protocol = DatasetLayout.Meanings(
                            (0, "background"),
                            (1, "csf"),
                            (2, "gm"),
                            (3, "wm"),
                            (4, "gm")
                        ),
                    },
                ],
        };
}
