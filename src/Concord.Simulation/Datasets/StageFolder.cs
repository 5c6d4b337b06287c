using Concord.Imaging.Formats.Nifti;
using Concord.Simulation.Tumors;

namespace Concord.Simulation.Datasets;

/// <summary>Writes what each stage of a tumour's growth left, on the grid of its own arithmetic.</summary>
internal static class StageFolder
{
    public static void Write(string folder, TumorFields fields)
    {
        string At(string name) => Path.Combine(folder, name);
        NiftiWriter.Write(At("1_seed.nii.gz"), fields.Seed);
        var d = fields.MassEffect.Backward;
        NiftiWriter.WriteSeries(At("2_displacement.nii.gz"), [d.X, d.Y, d.Z], NiftiIntent.Displacement);
        var t = fields.Tensors;
        NiftiWriter.WriteSeries(
            At("3_tensors.nii.gz"),
            [t.XX, t.XY, t.YY, t.XZ, t.YZ, t.ZZ],
            NiftiIntent.SymmetricMatrix
        );
        NiftiWriter.Write(At("4_density.nii.gz"), fields.Density);
        NiftiWriter.Write(At("4_oedema.nii.gz"), fields.Edema);
        NiftiWriter.Write(At("5_enhancing.nii.gz"), fields.Enhancing);
        NiftiWriter.Write(At("5_necrosis.nii.gz"), fields.Necrosis);
    }
}
