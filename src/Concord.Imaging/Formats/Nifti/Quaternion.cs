using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Nifti;

/// <summary>NIfTI's method 2: a rotation as three numbers of a unit quaternion, voxel sizes, and a handedness.</summary>
internal static class Quaternion
{
    /// <summary>The affine of a quaternion (nifti1.h, "METHOD 2").</summary>
    public static Affine ToAffine(double b, double c, double d, Point3 origin, Spacing size, bool isLeftHanded)
    {
        var square = b * b + c * c + d * d;
        double a;
        if (1 - square < 1e-7)
        {
            var scale = 1 / Math.Sqrt(square);
            (a, b, c, d) = (0, b * scale, c * scale, d * scale);
        }
        else
        {
            a = Math.Sqrt(1 - square);
        }

        var x = new Point3(a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c));
        var y = new Point3(2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b));
        var z = new Point3(2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c);
        return Affine.FromColumns(x * size.X, y * size.Y, z * (isLeftHanded ? -size.Z : size.Z), origin);
    }

    /// <summary>The quaternion nearest to an affine's rotation; shear is dropped, as the form can't hold it.</summary>
    public static (double B, double C, double D, bool IsLeftHanded) FromAffine(Affine affine)
    {
        var x = affine.Column(0);
        x *= 1 / x.Length;
        var y = affine.Column(1);
        y -= x * x.Dot(y);
        y *= 1 / y.Length;
        var z = new Point3(x.Y * y.Z - x.Z * y.Y, x.Z * y.X - x.X * y.Z, x.X * y.Y - x.Y * y.X);
        var isLeftHanded = affine.Determinant < 0;

        var trace = x.X + y.Y + z.Z;
        double a,
            b,
            c,
            d;
        if (trace > 0)
        {
            a = 0.5 * Math.Sqrt(1 + trace);
            (b, c, d) = ((y.Z - z.Y) / (4 * a), (z.X - x.Z) / (4 * a), (x.Y - y.X) / (4 * a));
        }
        else if (x.X >= y.Y && x.X >= z.Z)
        {
            b = 0.5 * Math.Sqrt(1 + x.X - y.Y - z.Z);
            (a, c, d) = ((y.Z - z.Y) / (4 * b), (x.Y + y.X) / (4 * b), (x.Z + z.X) / (4 * b));
        }
        else if (y.Y >= z.Z)
        {
            c = 0.5 * Math.Sqrt(1 + y.Y - x.X - z.Z);
            (a, b, d) = ((z.X - x.Z) / (4 * c), (x.Y + y.X) / (4 * c), (y.Z + z.Y) / (4 * c));
        }
        else
        {
            d = 0.5 * Math.Sqrt(1 + z.Z - x.X - y.Y);
            (a, b, c) = ((x.Y - y.X) / (4 * d), (x.Z + z.X) / (4 * d), (y.Z + z.Y) / (4 * d));
        }

        return a < 0 ? (-b, -c, -d, isLeftHanded) : (b, c, d, isLeftHanded);
    }
}
