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

        affine = header.Millimetres is 1 ? affine : InMillimetres(affine, header.Millimetres, warnings);
        if (!affine.IsInvertible)
            throw new BadInputException(
                path,
                "its affine is singular or not finite",
                "mend the header's sform and qform"
            );
        var geometry = new VolumeGeometry(size, affine);
        if (header.SformCode > 0 && header.QformCode > 0 && header.Qform.IsInvertible)
        {
            var distance = geometry.CornerDistance(new(size, Scale(header.Qform, header.Millimetres)));
            if (distance > Tolerance)
                warnings.Add($"sform and qform differ by {distance:0.##} mm at a corner: the sform is used");
        }

        return geometry;
    }

    private static Affine InMillimetres(Affine affine, double unit, List<string> warnings)
    {
        var name = unit > 1 ? "metres" : "micrometres";
        var scaled = Scale(affine, unit);
        warnings.Add(
            $"its header counts in {name}: voxels are taken to be {scaled.Column(0).Length:0.####} x "
                + $"{scaled.Column(1).Length:0.####} x {scaled.Column(2).Length:0.####} mm"
        );
        return scaled;
    }

    private static Affine Scale(Affine a, double factor) =>
        Affine.FromColumns(
            a.Column(0) * factor,
            a.Column(1) * factor,
            a.Column(2) * factor,
            new Point3(a.M03, a.M13, a.M23) * factor
        );
}
