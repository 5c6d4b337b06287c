using System.Numerics;
using Concord.Imaging;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>What lies around the brain: skin, fat, muscle, eyes, airways, bone, sinus and falx.</summary>
internal sealed class HeadSurface
{
    private const float FalxThickness = 0.8f;

    private readonly PlaneWaves _soft,
        _spongy;
    private readonly float _scalp,
        _skin,
        _fat,
        _eye;

    public HeadSurface(ref Random64 random)
    {
        _soft = new(ref random, 12, 14, 45);
        _spongy = new(ref random, 12, 15, 40);
        _scalp = random.Around(6, 0.2);
        _skin = random.Around(2, 0.15);
        _fat = random.Around(3.2, 0.3);
        _eye = random.Around(12, 0.05);
    }

    /// <summary>Paints all outside the skull.</summary>
    /// <param name="p">Points.</param>
    /// <param name="skull">Their distance from the outer surface of the skull.</param>
    /// <param name="layers">Where to paint.</param>
    public void Fill(Vec3 p, Vector<float> skull, Layers layers)
    {
        var outer = Shapes.Union(skull - new Vector<float>(_scalp), Neck(p), 15);
        if (Vector.GreaterThanAll(outer, new(3)) || Vector.LessThanAll(skull, new(-3)))
            return;
        var noise = _soft.Value(p);
        layers.Cover(Tissue.Skin, outer);
        layers.Cover(Tissue.Fat, outer + new Vector<float>(_skin));
        layers.Cover(Tissue.Muscle, outer + new Vector<float>(_skin + _fat) + noise * new Vector<float>(1.2f));
        // Streaks of fat between the muscles.
        layers.Turn(
            Tissue.Muscle,
            Tissue.Fat,
            Shapes.Clamp01((noise - new Vector<float>(0.7f)) * new Vector<float>(2))
        );
        FillFace(p, layers);
        FillNeck(p, layers);
    }

    /// <summary>Paints the skull: compact bone with spongy bone between its tables.</summary>
    public void FillSkull(Vec3 p, Vector<float> inner, float thickness, Layers layers)
    {
        layers.Cover(Tissue.Skull, inner - new Vector<float>(thickness));
        var off = Vector.Abs(inner - new Vector<float>(thickness / 2));
        if (Vector.GreaterThanAll(off, new(thickness)))
            return;
        var half = new Vector<float>(0.2f * thickness) + _spongy.Value(p) * new Vector<float>(0.8f);
        layers.Cover(Tissue.Marrow, off - half);
    }

    /// <summary>Paints the falx and the sinus along its upper rim, before the brain covers the rest.</summary>
    public static void FillMidline(Vec3 p, Vector<float> inner, Layers layers)
    {
        var aside = Vector.Abs(p.X);
        // The falx ends above the corpus callosum, which covers what would reach too far.
        layers.CoverSheet(Tissue.Connective, p.X, FalxThickness, Vector.Max(inner, new Vector<float>(-8) - p.Z));
        var depth = -inner;
        // Three-cornered: as wide at the bone as it is deep.
        var sinus = Vector.Max(Vector.Max(aside + depth - new Vector<float>(5), inner), new Vector<float>(-15) - p.Z);
        layers.Cover(Tissue.Vessel, sinus);
    }

    private void FillFace(Vec3 p, Layers layers)
    {
        var side = new Vec3(Vector.Abs(p.X), p.Y, p.Z);
        var centre = new Vector3(31, 66, -41);
        var orbit = Shapes.Ellipsoid(side, centre - new Vector3(0, 8, 0), new(17, 22, 16));
        layers.Cover(Tissue.Skull, orbit - new Vector<float>(2));
        layers.Cover(Tissue.Fat, orbit);
        layers.Cover(Tissue.Eye, Shapes.Ellipsoid(side, centre, new(_eye)));
        var nose = Shapes.Union(
            Shapes.Ellipsoid(side, new(0, 58, -56), new(11, 24, 16)),
            Shapes.Ellipsoid(side, new(25, 50, -72), new(12, 14, 13)),
            4
        );
        layers.Cover(Tissue.Connective, nose - new Vector<float>(2));
        layers.Cover(Tissue.Background, nose);
    }

    private static void FillNeck(Vec3 p, Layers layers)
    {
        var airway = Shapes.Tube(p, new(0, 22, -74), new(0, 12, -160), 8, 8);
        layers.Cover(Tissue.Connective, airway - new Vector<float>(2));
        layers.Cover(Tissue.Background, airway);
        var spine = Shapes.Tube(p, new(0, -20, -78), new(0, -26, -160), 19, 19);
        layers.Cover(Tissue.Skull, spine);
        layers.Cover(Tissue.Marrow, spine + new Vector<float>(3));
        layers.Cover(Tissue.Csf, Shapes.Tube(p, new(0, -22, -70), new(0, -29, -160), 10, 8));
    }

    private static Vector<float> Neck(Vec3 p) =>
        Shapes.Union(
            Shapes.Ellipsoid(p, new(0, 32, -62), new(56, 56, 48)),
            Shapes.Tube(p, new(0, -18, -60), new(0, -22, -160), 56, 54),
            20
        );
}
