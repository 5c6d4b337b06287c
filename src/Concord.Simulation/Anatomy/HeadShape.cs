using System.Numerics;
using Concord.Imaging;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// One head: its proportions, drawn from a seed, and the surfaces that follow from them. Coordinates are mm in RAS+
/// about the middle of the brain; sizes are typical of adults.
/// </summary>
internal sealed class HeadShape
{
    private readonly Vec3Scale _scale;
    private readonly PlaneWaves _warpX,
        _warpY,
        _warpZ;
    private readonly float _warp,
        _subarachnoid,
        _skull,
        _scalp;
    private readonly BrainSurface _brain;
    private readonly DeepBrain _deep;

    public HeadShape(ulong seed)
    {
        var random = new Random64(seed, 0x48454144);
        _scale = new(random.Around(1, 0.05), random.Around(1, 0.05), random.Around(1, 0.05));
        _warpX = new(ref random, 8, 60, 130);
        _warpY = new(ref random, 8, 60, 130);
        _warpZ = new(ref random, 8, 60, 130);
        _warp = random.Around(1.3, 0.4);
        _subarachnoid = random.Around(2.1, 0.35);
        _skull = random.Around(5.2, 0.2);
        _scalp = random.Around(4.5, 0.2);
        _brain = new(ref random);
        _deep = new(ref random);
    }

    /// <summary>Paints some points; returns their distance from the lateral ventricles in mm.</summary>
    public Vector<float> Fill(Vec3 world, ref Layers layers)
    {
        var p = _scale.Undo(world);
        var neck = Neck(p);
        if (Vector.LessThanAny(_brain.Hull(p), new(32)))
        {
            // Left and right share one set of formulas; the warp is what tells them apart.
            var warp = new Vector<float>(_warp);
            p += new Vec3(_warpX.Value(p), _warpY.Value(p), _warpZ.Value(p)) * warp;
        }

        var brain = _brain.Hull(p);
        var skull = brain - new Vector<float>(_subarachnoid + _skull);
        layers.Cover(Tissue.Scalp, Shapes.Union(skull - new Vector<float>(_scalp), neck, 15));
        layers.Cover(Tissue.Skull, skull);
        layers.Cover(Tissue.Csf, brain - new Vector<float>(_subarachnoid));
        if (Vector.GreaterThanAll(brain, new(8)))
            return new(HeadAnatomy.Far);
        _brain.Fill(p, ref layers);
        return _deep.Fill(p, ref layers);
    }

    private static Vector<float> Neck(Vec3 p) =>
        Shapes.Union(
            Shapes.Ellipsoid(p, new(0, 32, -62), new(56, 56, 48)),
            Shapes.Tube(p, new(0, -18, -60), new(0, -22, -160), 56, 54),
            20
        );

    private readonly struct Vec3Scale(float x, float y, float z)
    {
        public Vec3 Undo(Vec3 p) =>
            new(p.X / new Vector<float>(x), p.Y / new Vector<float>(y), p.Z / new Vector<float>(z));
    }
}
