namespace Concord.Labels.Importers;

/// <summary>IBSR 2.0, its three tissues with the sulci filled in, so that the brain mask has no voxel without a label.</summary>
internal static class Ibsr
{
    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "ibsr",
            Title = "IBSR 2.0: tissues of 18 people, T1, slices of 1.5 mm",
            Citation =
                "IBSR, Center for Morphometric Analysis, Massachusetts General Hospital, www.nitrc.org/projects/ibsr",
            Licence = "see the site",
            Origin = "https://www.nitrc.org/projects/ibsr",
            Classes = ["background", "csf", "gm", "wm"],
            Layouts = _ => [Layout(".nii.gz"), Layout(".nii")],
        };

    private static DatasetLayout Layout(string suffix) =>
        new()
        {
            Name = "ibsr",
            Folders = ["", "IBSR_nifti_stripped", "IBSR_V2.0_nifti_stripped/IBSR_nifti_stripped"],
            Sequences = [new("T1", $"IBSR_*/IBSR_*_ana_strip{suffix}")],
            Labels = [$"IBSR_*/IBSR_*_segTRI_fill_ana{suffix}"],
            Masks = [$"IBSR_*/IBSR_*_ana_brainmask{suffix}", "nonzero"],
            Protocol = DatasetLayout.Meanings((0, "background"), (1, "csf"), (2, "gm"), (3, "wm")),
        };
}
