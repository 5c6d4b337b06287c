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
    private readonly Vector3 _scale;
    private readonly PlaneWaves _warpX,
        _warpY,
        _warpZ,
        _space;
    private readonly float _warp,
        _subarachnoid,
        _skull;
    private readonly HeadSurface _surface;
    private readonly BrainSurface _brain;
    private readonly DeepBrain _deep;

    public HeadShape(ulong seed)
    {
        var random = new Random64(seed, 0x48454144);
        _scale = new(random.Around(1.07, 0.04), random.Around(1.07, 0.04), random.Around(1.07, 0.04));
        _warpX = new(ref random, 8, 60, 130);
        _warpY = new(ref random, 8, 60, 130);
        _warpZ = new(ref random, 8, 60, 130);
        _warp = random.Around(1.3, 0.4);
        // Wider in the old, and wider in some places than in others.
        _subarachnoid = (float)(1.4 + 0.7 * Math.Pow(random.NextDouble(), 1.3));
        _space = new(ref random, 8, 60, 140);
        _skull = random.Around(5.8, 0.2);
        _surface = new(ref random);
        _brain = new(ref random);
        _deep = new(ref random);
    }

    /// <summary>Paints some points.</summary>
    public void Fill(Vec3 world, Layers layers)
    {
        var p = new Vec3(
            world.X / new Vector<float>(_scale.X),
            world.Y / new Vector<float>(_scale.Y),
            world.Z / new Vector<float>(_scale.Z)
        );
        var soft = p;
        if (Vector.LessThanAny(_brain.Hull(p), new(32)))
        {
            // Left and right share one set of formulas; the warp is what tells them apart.
            var warp = new Vector<float>(_warp);
            p += new Vec3(_warpX.Value(p), _warpY.Value(p), _warpZ.Value(p)) * warp;
        }

        var brain = _brain.Hull(p);
        var space = new Vector<float>(_subarachnoid) * (Vector<float>.One + _space.Value(p) * new Vector<float>(0.4f));
        var inner = brain - Vector.Max(space, new(1));
        _surface.Fill(soft, inner - new Vector<float>(_skull), layers);
        _surface.FillSkull(p, inner, _skull, layers);
        layers.Cover(Tissue.Csf, inner);
        if (Vector.GreaterThanAll(brain, new(8)))
            return;
        HeadSurface.FillMidline(p, inner, layers);
        _brain.Fill(p, layers);
        _deep.Fill(p, layers);
    }
}
