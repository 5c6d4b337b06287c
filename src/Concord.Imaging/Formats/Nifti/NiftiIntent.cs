namespace Concord.Imaging.Formats.Nifti;

/// <summary>Codes for what the volumes of a series mean (nifti1.h, "NIFTI_INTENT"): those that Concord writes.</summary>
public static class NiftiIntent
{
    /// <summary>Nothing is said: volumes one after another, along the fourth dimension.</summary>
    public const int None = 0;

    /// <summary>
    /// A symmetric 3 x 3 matrix in each voxel: six volumes along the fifth dimension, the lower triangle row by row,
    /// which is xx, xy, yy, xz, yz, zz.
    /// </summary>
    public const int SymmetricMatrix = 1005;

    /// <summary>A displacement in each voxel: three volumes along the fifth dimension.</summary>
    public const int Displacement = 1006;

    /// <summary>A vector in each voxel: its components along the fifth dimension.</summary>
    public const int Vector = 1007;

    internal const int MatrixRows = 3;
}
