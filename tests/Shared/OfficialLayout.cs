using System.Globalization;

namespace Concord.Tests.Shared;

/// <summary>
/// The names that public datasets give to their files, as their releases have them, and the values of their labels. Written
/// down apart from the importers, which must find them.
/// </summary>
internal sealed record OfficialLayout(
    string Importer,
    string Dataset,
    IReadOnlyList<string> Subjects,
    IReadOnlyDictionary<string, string> Images,
    string Labels,
    string? Mask,
    IReadOnlyDictionary<string, int> Values
)
{
    /// <summary>What is labelled nothing, where only tissues are.</summary>
    public bool HasTissues => Values.ContainsKey("gm");

    /// <summary>A text file that belongs to the release, and its name; null if there is none.</summary>
    public (string Name, string Text)? Table { get; init; }

    /// <summary>Whether labels have voxels of half the size, and reach less far than the images.</summary>
    public bool HasFineLabels { get; init; }

    /// <summary>A path with the subject put in; <c>{0}</c> is the subject, <c>{1}</c> the second part of "1/2".</summary>
    public static string For(string path, string subject)
    {
        var parts = subject.Split('/');
        return string.Format(CultureInfo.InvariantCulture, path, parts[0], parts[^1]);
    }

    public static IReadOnlyList<OfficialLayout> All { get; } =
    [
        new(
            "mrbrains13",
            "mrbrains13",
            ["1", "2", "3"],
            new Dictionary<string, string>
            {
                ["T1"] = "TrainingData/{0}/T1.nii",
                ["FLAIR"] = "TrainingData/{0}/T2_FLAIR.nii",
                ["IR"] = "TrainingData/{0}/T1_IR.nii",
            },
            "TrainingData/{0}/LabelsForTraining.nii",
            null,
            new Dictionary<string, int>
            {
                ["csf"] = 5,
                ["gm"] = 1,
                ["wm"] = 3,
                ["wmh"] = 4,
                ["cerebellum"] = 7,
            }
        ),
        new(
            "mrbrains18",
            "mrbrains18",
            ["1", "14", "070"],
            new Dictionary<string, string>
            {
                ["T1"] = "training/{0}/pre/reg_T1.nii.gz",
                ["FLAIR"] = "training/{0}/pre/FLAIR.nii.gz",
                ["IR"] = "training/{0}/pre/reg_IR.nii.gz",
            },
            "training/{0}/segm.nii.gz",
            null,
            new Dictionary<string, int>
            {
                ["csf"] = 6,
                ["gm"] = 2,
                ["wm"] = 3,
                ["wmh"] = 4,
                ["other"] = 9,
            }
        ),
        new(
            "wmh2017",
            "wmh2017-utrecht",
            ["0", "2", "49"],
            new Dictionary<string, string>
            {
                ["T1"] = "training/Utrecht/{0}/pre/T1.nii.gz",
                ["FLAIR"] = "training/Utrecht/{0}/pre/FLAIR.nii.gz",
            },
            "training/Utrecht/{0}/wmh.nii.gz",
            null,
            new Dictionary<string, int> { ["wmh"] = 1, ["other"] = 2 }
        ),
        new(
            "ibsr",
            "ibsr",
            ["01", "02", "18"],
            new Dictionary<string, string> { ["T1"] = "IBSR_{0}/IBSR_{0}_ana_strip.nii.gz" },
            "IBSR_{0}/IBSR_{0}_segTRI_fill_ana.nii.gz",
            "IBSR_{0}/IBSR_{0}_ana_brainmask.nii.gz",
            new Dictionary<string, int>
            {
                ["csf"] = 1,
                ["gm"] = 2,
                ["wm"] = 3,
            }
        ),
        new(
            "brats",
            "brats",
            ["00000-000", "00002-000", "00003-001"],
            new Dictionary<string, string>
            {
                ["T1"] = "BraTS-GLI-{0}/BraTS-GLI-{0}-t1n.nii.gz",
                ["T1c"] = "BraTS-GLI-{0}/BraTS-GLI-{0}-t1c.nii.gz",
                ["T2"] = "BraTS-GLI-{0}/BraTS-GLI-{0}-t2w.nii.gz",
                ["FLAIR"] = "BraTS-GLI-{0}/BraTS-GLI-{0}-t2f.nii.gz",
            },
            "BraTS-GLI-{0}/BraTS-GLI-{0}-seg.nii.gz",
            null,
            new Dictionary<string, int>
            {
                ["edema"] = 2,
                ["tumor"] = 3,
                ["necrosis"] = 1,
            }
        ),
        new(
            "brats",
            "brats",
            ["HGG/Brats18_2013_10_1", "HGG/Brats18_2013_11_1", "LGG/Brats18_2013_0_1"],
            new Dictionary<string, string>
            {
                ["T1"] = "{0}/{1}/{1}_t1.nii.gz",
                ["T1c"] = "{0}/{1}/{1}_t1ce.nii.gz",
                ["T2"] = "{0}/{1}/{1}_t2.nii.gz",
                ["FLAIR"] = "{0}/{1}/{1}_flair.nii.gz",
            },
            "{0}/{1}/{1}_seg.nii.gz",
            null,
            new Dictionary<string, int>
            {
                ["edema"] = 2,
                ["tumor"] = 4,
                ["necrosis"] = 1,
            }
        ),
        new(
            "brats",
            "brats",
            ["BraTS2021_00000", "BraTS2021_00002", "BraTS2021_00003"],
            new Dictionary<string, string>
            {
                ["T1"] = "{0}/{0}_t1.nii.gz",
                ["T1c"] = "{0}/{0}_t1ce.nii.gz",
                ["T2"] = "{0}/{0}_t2.nii.gz",
                ["FLAIR"] = "{0}/{0}_flair.nii.gz",
            },
            "{0}/{0}_seg.nii.gz",
            null,
            new Dictionary<string, int>
            {
                ["edema"] = 2,
                ["tumor"] = 4,
                ["necrosis"] = 1,
            }
        ),
        new(
            "brats2012",
            "brats2012-simulated",
            ["HG0001", "HG0002", "LG0001"],
            new Dictionary<string, string>
            {
                ["T1"] = "SimBRATS_{0}/SimBRATS_{0}_T1.mha",
                ["T1c"] = "SimBRATS_{0}/SimBRATS_{0}_T1C.mha",
                ["T2"] = "SimBRATS_{0}/SimBRATS_{0}_T2.mha",
                ["FLAIR"] = "SimBRATS_{0}/SimBRATS_{0}_FLAIR.mha",
            },
            "SimBRATS_{0}/SimBRATS_{0}_truth.mha",
            null,
            new Dictionary<string, int> { ["edema"] = 1, ["tumor"] = 2 }
        ),
        new(
            "brats2015",
            "brats2015",
            ["brats_2013_pat0001_1", "brats_2013_pat0002_1", "brats_2013_pat0003_1"],
            new Dictionary<string, string>
            {
                ["T1c"] = "{0}/T1c_subtrMeanDivStd.nii.gz",
                ["FLAIR"] = "{0}/Flair_subtrMeanDivStd.nii.gz",
            },
            "{0}/OTMultiClass.nii.gz",
            "{0}/brainmask.nii.gz",
            new Dictionary<string, int>
            {
                ["edema"] = 2,
                ["tumor"] = 4,
                ["necrosis"] = 1,
            }
        ),
        new(
            "msseg",
            "msseg",
            ["Center_01/Patient_01", "Center_01/Patient_02", "Center_07/Patient_01"],
            new Dictionary<string, string>
            {
                ["T1"] = "Training/{0}/{1}/Preprocessed_Data/T1_preprocessed.nii.gz",
                ["FLAIR"] = "Training/{0}/{1}/Preprocessed_Data/FLAIR_preprocessed.nii.gz",
                ["T2"] = "Training/{0}/{1}/Preprocessed_Data/T2_preprocessed.nii.gz",
                ["PD"] = "Training/{0}/{1}/Preprocessed_Data/DP_preprocessed.nii.gz",
                ["T1c"] = "Training/{0}/{1}/Preprocessed_Data/GADO_preprocessed.nii.gz",
            },
            "Training/{0}/{1}/Masks/Consensus.nii.gz",
            "Training/{0}/{1}/Masks/Brain_Mask.nii.gz",
            new Dictionary<string, int> { ["wmh"] = 1 }
        ),
        new(
            "mslesseg",
            "mslesseg",
            ["P1/T1", "P1/T2", "P2/T1"],
            new Dictionary<string, string>
            {
                ["T1"] = "train/{0}/{1}/{0}_{1}_T1.nii.gz",
                ["FLAIR"] = "train/{0}/{1}/{0}_{1}_FLAIR.nii.gz",
                ["T2"] = "train/{0}/{1}/{0}_{1}_T2.nii.gz",
            },
            "train/{0}/{1}/{0}_{1}_MASK.nii.gz",
            null,
            new Dictionary<string, int> { ["wmh"] = 1 }
        ),
        new(
            "open-ms",
            "open-ms",
            ["01", "02", "30"],
            new Dictionary<string, string>
            {
                ["T1"] = "patient{0}/T1W.nii.gz",
                ["FLAIR"] = "patient{0}/FLAIR.nii.gz",
                ["T2"] = "patient{0}/T2W.nii.gz",
                ["T1c"] = "patient{0}/T1WKS.nii.gz",
            },
            "patient{0}/consensus_gt.nii.gz",
            "patient{0}/brainmask.nii.gz",
            new Dictionary<string, int> { ["wmh"] = 1 }
        ),
        new(
            "ptbp",
            "ptbp",
            ["04", "06", "10"],
            new Dictionary<string, string> { ["T1"] = "sub-{0}_T1w.nii.gz" },
            "sub-{0}_dseg.nii.gz",
            null,
            new Dictionary<string, int>
            {
                ["csf"] = 1,
                ["gm"] = 2,
                ["wm"] = 3,
                ["deep gm"] = 4,
            }
        ),
        new(
            "brainweb",
            "brainweb-ms2",
            ["pn1_rf20", "pn3_rf20", "pn5_rf40"],
            new Dictionary<string, string>
            {
                ["T1"] = "t1_ai_msles2_1mm_{0}.mnc.gz",
                ["T2"] = "t2_ai_msles2_1mm_{0}.mnc.gz",
                ["PD"] = "pd_ai_msles2_1mm_{0}.mnc.gz",
            },
            "phantom_1.0mm_msles2_crisp.mnc.gz",
            null,
            new Dictionary<string, int>
            {
                ["csf"] = 1,
                ["gm"] = 2,
                ["wm"] = 3,
                ["wmh"] = 10,
                ["skull"] = 7,
            }
        ),
        new(
            "brainweb",
            "brainweb-normal",
            ["pn1_rf20", "pn3_rf20", "pn5_rf40"],
            new Dictionary<string, string>
            {
                ["T1"] = "t1_icbm_normal_1mm_{0}.rawb.gz",
                ["T2"] = "t2_icbm_normal_1mm_{0}.rawb",
            },
            "phantom_1.0mm_normal_crisp.rawb",
            null,
            new Dictionary<string, int>
            {
                ["csf"] = 1,
                ["gm"] = 2,
                ["wm"] = 3,
                ["skull"] = 7,
            }
        ),
        new(
            "brainweb",
            "brainweb-subjects",
            ["04", "18", "54"],
            new Dictionary<string, string> { ["T1"] = "subject{0}_t1w_p4.mnc.gz" },
            "subject{0}_crisp_v.mnc.gz",
            null,
            new Dictionary<string, int>
            {
                ["csf"] = 1,
                ["gm"] = 2,
                ["wm"] = 3,
                ["skull"] = 7,
                ["vessels"] = 8,
            }
        )
        {
            HasFineLabels = true,
        },
        new(
            "brainweb",
            "brainweb-subjects",
            ["05", "38", "41"],
            new Dictionary<string, string> { ["T1"] = "subject{0}_t1w_p4.rawb" },
            "subject{0}_crisp_v.rawb.gz",
            null,
            new Dictionary<string, int>
            {
                ["csf"] = 1,
                ["gm"] = 2,
                ["wm"] = 3,
                ["skull"] = 7,
                ["vessels"] = 8,
            }
        )
        {
            HasFineLabels = true,
        },
        new(
            "freesurfer",
            "freesurfer",
            ["bert", "ernie", "oscar"],
            new Dictionary<string, string> { ["T1"] = "{0}/mri/orig.mgz" },
            "{0}/mri/aseg.mgz",
            "{0}/mri/brainmask.mgz",
            new Dictionary<string, int>
            {
                ["csf"] = 4,
                ["gm"] = 42,
                ["wm"] = 41,
                ["wmh"] = 77,
                ["brainstem"] = 16,
            }
        ),
        new(
            "bids",
            "manual",
            ["01", "02", "03"],
            new Dictionary<string, string>
            {
                ["T1"] = "sub-{0}/anat/sub-{0}_T1w.nii.gz",
                ["FLAIR"] = "sub-{0}/anat/sub-{0}_FLAIR.nii.gz",
            },
            "derivatives/manual/sub-{0}/anat/sub-{0}_space-orig_dseg.nii.gz",
            null,
            new Dictionary<string, int>
            {
                ["csf"] = 30,
                ["gm"] = 10,
                ["wm"] = 20,
                ["wmh"] = 70,
            }
        )
        {
            Table = (
                "derivatives/manual/dseg.tsv",
                "index\tname\tabbreviation\tmapping\n0\tBackground\tBG\t0\n10\tGray Matter\tGM\t1\n20\tWhite Matter\tWM\t2\n"
                    + "30\tCerebrospinal Fluid\tCSF\t3\n70\tLesion\tL\t7\n"
            ),
        },
        new(
            "bids",
            "lesions",
            ["A/1", "A/2", "B/1"],
            new Dictionary<string, string>
            {
                ["T1"] = "sub-{0}/ses-{1}/anat/sub-{0}_ses-{1}_T1w.nii.gz",
                ["FLAIR"] = "sub-{0}/ses-{1}/anat/sub-{0}_ses-{1}_FLAIR.nii.gz",
            },
            "derivatives/lesions/sub-{0}/ses-{1}/anat/sub-{0}_ses-{1}_label-lesion_mask.nii.gz",
            null,
            new Dictionary<string, int> { ["wmh"] = 1 }
        ),
    ];
}
