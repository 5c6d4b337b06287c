using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Simulation.Fields;

namespace Concord.Simulation.Tumors;

/// <summary>Reads diffusion tensors from NIfTI files of six volumes.</summary>
public static class TensorFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">
    /// Six volumes. With the intent of a symmetric matrix their order is NIfTI's: xx, xy, yy, xz, yz, zz; without, it is
    /// that of FSL's dtifit: xx, xy, xz, yy, yz, zz.
    /// </param>
    /// <param name="axes">Which axes the components refer to.</param>
    /// <returns>The tensors along the world's axes.</returns>
    /// <exception cref="BadInputException">It hasn't six volumes, or can't be read.</exception>
    public static TensorField Read(string path, TensorAxes axes)
    {
        var series = NiftiReader.ReadSeries(path);
        if (series.Volumes.Count != 6)
            throw new BadInputException(
                path,
                $"holds {series.Volumes.Count} volumes, not the six of a tensor",
                "give dtifit's tensor file (--save_tensor) or a NIfTI of symmetric matrices"
            );
        var v = series.Volumes;
        var isNifti = series.IntentCode == NiftiIntent.SymmetricMatrix;
        var (yy, xz) = isNifti ? (v[2], v[3]) : (v[3], v[2]);
        var field = new TensorField(series.Geometry);
        (Volume<float> From, Volume<float> To)[] parts =
        [
            (v[0], field.XX),
            (v[1], field.XY),
            (xz, field.XZ),
            (yy, field.YY),
            (v[4], field.YZ),
            (v[5], field.ZZ),
        ];
        foreach (var (from, to) in parts)
            from.Voxels.CopyTo(to.Voxels, 0);
        return axes == TensorAxes.World ? field : Turned(field);
    }

    /// <summary>From the image's axes to the world's: D' = R D R^T, R the directions of the axes.</summary>
    private static TensorField Turned(TensorField field)
    {
        var affine = field.Geometry.Affine;
        var spacing = field.Geometry.Spacing;
        // FSL counts the first axis the other way where the axes are right-handed.
        var x = affine.Column(0) * ((affine.Determinant > 0 ? -1 : 1) / spacing.X);
        var (y, z) = (affine.Column(1) * (1 / spacing.Y), affine.Column(2) * (1 / spacing.Z));
        double[] rx = [x.X, y.X, z.X],
            ry = [x.Y, y.Y, z.Y],
            rz = [x.Z, y.Z, z.Z];
        for (var i = 0; i < field.XX.Voxels.Length; i++)
        {
            double xx = field.XX.Voxels[i],
                xy = field.XY.Voxels[i],
                xz = field.XZ.Voxels[i],
                yy = field.YY.Voxels[i],
                yz = field.YZ.Voxels[i],
                zz = field.ZZ.Voxels[i];
            float Form(double[] a, double[] b) =>
                (float)(
                    a[0] * (xx * b[0] + xy * b[1] + xz * b[2])
                    + a[1] * (xy * b[0] + yy * b[1] + yz * b[2])
                    + a[2] * (xz * b[0] + yz * b[1] + zz * b[2])
                );
            (field.XX.Voxels[i], field.XY.Voxels[i], field.XZ.Voxels[i]) = (Form(rx, rx), Form(rx, ry), Form(rx, rz));
            (field.YY.Voxels[i], field.YZ.Voxels[i], field.ZZ.Voxels[i]) = (Form(ry, ry), Form(ry, rz), Form(rz, rz));
        }

        return field;
    }
}
