using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Tests.Anatomy;

/// <summary>An anatomy of white matter and air, whose white matter is a function of the place.</summary>
internal sealed class FormulaAnatomy(Func<Point3, double> white, double detail = 1) : AnatomySource
{
    public Point3 Middle { get; init; }

    public Midline Plane { get; init; } = new(default, new(1, 0, 0));

    public override string Name => "formula";

    public override Point3 Centre => Middle;

    public override Midline Midline => Plane;

    internal override double Detail => detail;

    internal override IReadOnlyList<Tissue> Present => [Tissue.Background, Tissue.WhiteMatter];

    internal override void Fill(PointRow points, ShareRow shares)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var share = (float)white(new(points.X[i], points.Y[i], points.Z[i]));
            (shares[Tissue.WhiteMatter][i], shares[Tissue.Background][i]) = (share, 1 - share);
        }
    }
}
