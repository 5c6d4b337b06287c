using System.Numerics;
using Concord.Imaging;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// Cerebrum, cerebellum and brain stem: their hulls, and the grey and white matter that the folded cortex makes.
/// </summary>
internal sealed class BrainSurface
{
    private readonly CorticalFolding _folding;
    private readonly PlaneWaves _folia,
        _thicknessNoise;
    private readonly float _thickness,
        _fissure,
        _temporal,
        _base;

    public BrainSurface(ref Random64 random)
    {
        _folding = new(ref random);
        _folia = new(ref random, 16, 8, 11);
        _thicknessNoise = new(ref random, 8, 25, 60);
        _thickness = random.Around(2.7, 0.07);
        _fissure = random.Around(2, 0.3);
        _temporal = random.Around(21.5, 0.06);
        _base = random.Around(24, 0.1);
    }

    /// <summary>The smooth surface around all of the brain: what the skull follows.</summary>
    public Vector<float> Hull(Vec3 p)
    {
        var side = Mirror(p);
        var cerebellum = Cerebellum(side);
        return Shapes.Union(Shapes.Union(Cerebrum(side), cerebellum, 10), Stem(p), 10);
    }

    public void Fill(Vec3 p, Layers layers)
    {
        var side = Mirror(p);
        var cerebellum = Cerebellum(side);
        var tentorium = new Vector<float>(2.5f);
        var outer = -Shapes.Intersection(Cerebrum(side), tentorium - cerebellum, 3);
        var depth = Shapes.Union(outer, Fissure(side), 2);
        depth = Shapes.Union(depth, Sylvian(side), 2);
        var pial = _folding.PialDepth(p, depth);
        var thickness = new Vector<float>(_thickness) + _thicknessNoise.Value(p) * new Vector<float>(0.25f);
        layers.Cover(Tissue.GreyMatter, -pial);
        layers.Cover(Tissue.WhiteMatter, thickness - pial);
        FillCerebellum(p, -cerebellum, layers);
        layers.Cover(Tissue.WhiteMatter, Stem(p));
    }

    /// <summary>The cerebellum's folia are finer than a voxel: a thick grey rind, grooved at its surface.</summary>
    private void FillCerebellum(Vec3 p, Vector<float> depth, Layers layers)
    {
        if (Vector.LessThanAll(depth, new(-4)))
            return;
        // Folia run from side to side, so the field hardly changes along x.
        var folia = _folia.Value(new Vec3(p.X * new Vector<float>(0.3f), p.Y, p.Z));
        var groove = Vector.Max(folia - new Vector<float>(0.9f), Vector<float>.Zero) * new Vector<float>(2.5f);
        layers.Cover(Tissue.GreyMatter, groove - depth);
        layers.Cover(Tissue.WhiteMatter, new Vector<float>(7.5f) + folia * new Vector<float>(2f) - depth);
    }

    private static Vec3 Mirror(Vec3 p) => new(Vector.Abs(p.X), p.Y, p.Z);

    private Vector<float> Cerebrum(Vec3 side)
    {
        var whole = Shapes.Ellipsoid(side, new(0, 0, 2), new(67.5f, 82, 60.5f));
        var cut = Shapes.Intersection(whole, new Vector<float>(-_base) - side.Z, 14);
        var temporal = Shapes.Ellipsoid(side, new(43, -8, -23), new(_temporal, 40, 20));
        return Shapes.Union(cut, temporal, 7);
    }

    private static Vector<float> Cerebellum(Vec3 side) =>
        Shapes.Union(
            Shapes.Ellipsoid(side, new(23, -53, -42), new(29, 27, 20)),
            Shapes.Ellipsoid(side, new(0, -52, -38), new(16, 24, 19)),
            8
        );

    private static Vector<float> Stem(Vec3 p) =>
        Shapes.Union(
            Shapes.Tube(p, new(0, -14, -12), new(0, -26, -110), 12, 6),
            Shapes.Ellipsoid(p, new(0, -13, -32), new(17, 12, 14)),
            8
        );

    /// <summary>
    /// The distance from the sheet of fluid between the hemispheres, which ends at the corpus callosum.
    /// </summary>
    private Vector<float> Fissure(Vec3 side)
    {
        // Far wider along x than in the plane: a cylinder.
        var inside = -Shapes.Ellipsoid(new(Vector<float>.Zero, side.Y, side.Z), new(0, -6, 3), new(1000, 36, 25));
        return Vector.SquareRoot(side.X * side.X + Shapes.Beyond(inside)) - new Vector<float>(_fissure / 2);
    }

    /// <summary>The distance from the Sylvian fissure, between the temporal lobe and what lies above it.</summary>
    private static Vector<float> Sylvian(Vec3 side)
    {
        var slope = new Vector<float>(0.35f);
        var height =
            (side.Z + new Vector<float>(4) + (side.Y - new Vector<float>(10)) * slope) * new Vector<float>(0.944f);
        var ends =
            Shapes.Beyond(new Vector<float>(38) - side.X)
            + Shapes.Beyond(side.Y - new Vector<float>(30))
            + Shapes.Beyond(new Vector<float>(-36) - side.Y);
        return Vector.SquareRoot(height * height + ends) - new Vector<float>(1.2f);
    }
}
