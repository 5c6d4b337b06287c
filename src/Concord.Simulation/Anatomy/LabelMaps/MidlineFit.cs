using Concord.Imaging;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Anatomy.LabelMaps;

/// <summary>
/// The plane that best tells the left hemisphere's voxels from the right's: Fisher's linear discriminant of their places.
/// </summary>
internal static class MidlineFit
{
    // Every third voxel along each axis is plenty.
    private const int Step = 3;

    /// <summary>Fits the plane; null if the map doesn't tell sides apart.</summary>
    public static Midline? Of(Volume<int> codes)
    {
        var sides = new Moments[2];
        var size = codes.Size;
        for (var z = 0; z < size.Z; z += Step)
        for (var y = 0; y < size.Y; y += Step)
        for (var x = 0; x < size.X; x += Step)
        {
            var side = FreeSurferLabels.HemisphereOf(codes[x, y, z]);
            if (side != 0)
                sides[(side + 1) / 2].Add(codes.Geometry.Affine.Apply(new(x, y, z)));
        }

        var (left, right) = (sides[0], sides[1]);
        if (left.Count < 100 || right.Count < 100)
            return null;
        // Half the sum of the covariances, inverted, times the difference of the means.
        var (a, b) = (left.Covariance(), right.Covariance());
        var pooled = Affine.FromColumns((a.X + b.X) * 0.5, (a.Y + b.Y) * 0.5, (a.Z + b.Z) * 0.5, default);
        var normal = pooled.Inverse().Apply(right.Mean - left.Mean);
        return new((left.Mean + right.Mean) * 0.5, normal * (1 / normal.Length));
    }

    private struct Moments
    {
        private Point3 _sum;
        private double _xx,
            _xy,
            _xz,
            _yy,
            _yz,
            _zz;

        public long Count { get; private set; }

        public readonly Point3 Mean => _sum * (1.0 / Count);

        public void Add(Point3 p)
        {
            Count++;
            _sum += p;
            _xx += p.X * p.X;
            _xy += p.X * p.Y;
            _xz += p.X * p.Z;
            _yy += p.Y * p.Y;
            _yz += p.Y * p.Z;
            _zz += p.Z * p.Z;
        }

        public readonly (Point3 X, Point3 Y, Point3 Z) Covariance()
        {
            var m = Mean;
            var xy = _xy / Count - m.X * m.Y;
            var xz = _xz / Count - m.X * m.Z;
            var yz = _yz / Count - m.Y * m.Z;
            return (
                new(_xx / Count - m.X * m.X, xy, xz),
                new(xy, _yy / Count - m.Y * m.Y, yz),
                new(xz, yz, _zz / Count - m.Z * m.Z)
            );
        }
    }
}
