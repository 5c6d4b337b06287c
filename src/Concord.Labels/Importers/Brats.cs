namespace Concord.Labels.Importers;

/// <summary>
/// BraTS 2018 to 2023, adult glioma. Labels: 1 necrotic and non-enhancing core, 2 oedema, and the enhancing tumour, which
/// is 4 until 2021 and 3 from 2023 on. 0 is any tissue.
/// </summary>
internal static class Brats
{
    private static readonly IReadOnlyList<KeyValuePair<int, string>> Until2021 = DatasetLayout.Meanings(
        (0, "not [edema, tumor]"),
        (1, "tumor"),
        (2, "edema"),
        (4, "tumor")
    );

    private static readonly IReadOnlyList<KeyValuePair<int, string>> From2023 = DatasetLayout.Meanings(
        (0, "not [edema, tumor]"),
        (1, "tumor"),
        (2, "edema"),
        (3, "tumor")
    );

    public static KnownDataset Dataset { get; } =
        new()
        {
            Name = "brats",
            Title = "BraTS 2018 to 2023: glioma, four sequences, skull-stripped, 1 mm",
            Citation =
                "Menze et al., IEEE Trans Med Imaging 34(10):1993-2024, 2015; Bakas et al., Sci Data 4:170117, 2017; "
                + "Baid et al., arXiv:2107.02314",
            Licence = "terms of the challenge's year",
            Origin = "https://www.synapse.org (BraTS)",
            Classes = ["background", "edema", "tumor"],
            Layouts = _ =>
                [
                    // 2023: BraTS-GLI-00000-000/BraTS-GLI-00000-000-t1n.nii.gz
                    Layout("BraTS-*/BraTS-*-", "t1n", "t1c", "t2w", "t2f", From2023, ".nii.gz"),
                    // 2020 and 2021: BraTS20_Training_001, BraTS2021_00000
                    Layout("BraTS*/BraTS*_", "t1", "t1ce", "t2", "flair", Until2021, ".nii.gz"),
                    Layout("BraTS*/BraTS*_", "t1", "t1ce", "t2", "flair", Until2021, ".nii"),
                    // 2018 and 2019: HGG and LGG stand apart.
                    Layout("*/*/*_", "t1", "t1ce", "t2", "flair", Until2021, ".nii.gz"),
                ],
        };

    private static DatasetLayout Layout(
        string start,
        string t1,
        string t1c,
        string t2,
        string flair,
        IReadOnlyList<KeyValuePair<int, string>> protocol,
        string suffix
    ) =>
        new()
        {
            Name = "brats",
            Folders = ["", "MICCAI_BraTS2020_TrainingData", "ASNR-MICCAI-BraTS2023-GLI-Challenge-TrainingData"],
            Sequences =
            [
                new("T1", $"{start}{t1}{suffix}"),
                new("T1c", $"{start}{t1c}{suffix}"),
                new("T2", $"{start}{t2}{suffix}"),
                new("FLAIR", $"{start}{flair}{suffix}"),
            ],
            Labels = [$"{start}seg{suffix}"],
            Masks = ["nonzero"],
            Protocol = protocol,
        };
}
