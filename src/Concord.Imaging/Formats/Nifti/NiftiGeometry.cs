using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>Which of a header's forms says where the volume lies, and whether that can be believed.</summary>
internal static class NiftiGeometry
{
    private const double Tolerance = 0.1;

    /// <summary>The matrix form if there is one, else the quaternion form, else the voxel sizes alone.</summary>
    public static VolumeGeometry Of(NiftiHeader header, GridSize size, string path, List<string> warnings)
    {
        Affine affine;
        if (header.SformCode > 0)
            affine = header.Sform;
        else if (header.QformCode > 0)
            affine = header.Qform;
        else
        {
            // Neither form: the convention of ANALYZE, as nibabel has it, with x running towards the left.
            var s = header.PixelSizes;
            var centre = new Point3((size.X - 1) * s.X / 2, -(size.Y - 1) * s.Y / 2, -(size.Z - 1) * s.Z / 2);
            affine = new(-s.X, 0, 0, centre.X, 0, s.Y, 0, centre.Y, 0, 0, s.Z, centre.Z);
            warnings.Add(
                "has neither sform nor qform: left and right are not known, x is taken to run towards the left"
            );
        }

        if (!affine.IsInvertible)
            throw new BadInputException(
                path,
                "its affine is singular or not finite",
                "mend the header's sform and qform"
            );
        var geometry = new VolumeGeometry(size, affine);
        if (header.SformCode > 0 && header.QformCode > 0 && header.Qform.IsInvertible)
        {
            var distance = geometry.CornerDistance(new(size, header.Qform));
            if (distance > Tolerance)
                warnings.Add($"sform and qform differ by {distance:0.##} mm at a corner: the sform is used");
        }

        return geometry;
    }
}
