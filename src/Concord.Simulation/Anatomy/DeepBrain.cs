using System.Numerics;
using Concord.Imaging;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>What lies in the middle of the brain: corpus callosum, deep grey nuclei and ventricles.</summary>
internal sealed class DeepBrain
{
    private readonly (Tissue Tissue, Vector3 Centre, Vector3 Radii)[] _nuclei;
    private readonly float _ventricles,
        _third,
        _callosum;
    private readonly Vector3 _frontal,
        _body,
        _atrium,
        _occipital,
        _temporal;

    public DeepBrain(ref Random64 random)
    {
        // Thalamus, head and body of the caudate, putamen, pallidum, hippocampus: one side, the other mirrored.
        _nuclei =
        [
            Nucleus(ref random, Tissue.DeepGrey, new(11, -13, 3), new(8.5f, 14, 8.5f)),
            Nucleus(ref random, Tissue.DeepGrey, new(16.5f, 17, 6), new(5, 9, 8)),
            Nucleus(ref random, Tissue.DeepGrey, new(19.5f, -2, 16), new(3.5f, 14, 4)),
            Nucleus(ref random, Tissue.DeepGrey, new(28, 3, 1), new(5, 16, 9.5f)),
            Nucleus(ref random, Tissue.DeepGrey, new(20.5f, 0, -1), new(3, 8, 5.5f)),
            Nucleus(ref random, Tissue.GreyMatter, new(25, -18, -21), new(6, 14, 5)),
        ];
        _ventricles = random.Around(1.0, 0.33);
        _third = random.Around(2.2, 0.4);
        _callosum = random.Around(3.2, 0.2);
        _frontal = Near(ref random, new(9, 25, 6));
        _body = Near(ref random, new(11, -2, 18));
        _atrium = Near(ref random, new(22, -34, 9));
        _occipital = Near(ref random, new(24, -54, 3));
        _temporal = Near(ref random, new(34, -4, -21));
    }

    public void Fill(Vec3 p, Layers layers)
    {
        var side = new Vec3(Vector.Abs(p.X), p.Y, p.Z);
        var lateral = LateralVentricle(side);
        var fourth = Shapes.Ellipsoid(side, new(0, -36, -36), new(7, 4.5f, 9));
        // Nothing lies beyond, whichever voxels share a vector: the fourth ventricle alone is further than this away.
        if (Vector.GreaterThanAll(Vector.Min(lateral, fourth), new(45)))
            return;
        layers.Cover(Tissue.WhiteMatter, Callosum(side));
        foreach (var (tissue, centre, radii) in _nuclei)
            layers.Cover(tissue, Shapes.Ellipsoid(side, centre, radii));
        layers.Cover(Tissue.Ventricle, lateral);
        layers.Cover(Tissue.Choroid, Choroid(side, lateral));
        layers.Cover(Tissue.Csf, Shapes.Ellipsoid(side, new(0, -7, -3), new(_third, 14, 9)));
        layers.Cover(Tissue.Csf, fourth);
    }

    /// <summary>A cord along the floor of the body, thick in the atrium, that never leaves the ventricle.</summary>
    private Vector<float> Choroid(Vec3 side, Vector<float> lateral)
    {
        var down = new Vector3(0, 0, -2.5f);
        var cord = Shapes.Union(
            Shapes.Tube(side, _body + down, _atrium + down, 0.9f, 1.8f),
            Shapes.Ellipsoid(side, _atrium + down, new(2.2f, 4.5f, 2.6f)),
            2
        );
        return Vector.Max(cord, lateral + new Vector<float>(0.6f));
    }

    private Vector<float> LateralVentricle(Vec3 side)
    {
        var s = _ventricles;
        var frontal = Shapes.Tube(side, _frontal, _body, 4.5f * s, 5 * s);
        var body = Shapes.Tube(side, _body, _atrium, 5 * s, 6.5f * s);
        var occipital = Shapes.Tube(side, _atrium, _occipital, 6.5f * s, 2.5f * s);
        var temporal = Shapes.Tube(side, _atrium, _temporal, 4 * s, 2 * s);
        var arch = Shapes.Union(Shapes.Union(frontal, body, 4), Shapes.Union(occipital, temporal, 4), 4);
        // The septum keeps the two apart.
        return Vector.Max(arch, new Vector<float>(1.2f) - side.X);
    }

    /// <summary>An arch across the midline, open below.</summary>
    private Vector<float> Callosum(Vec3 side)
    {
        var flat = new Vec3(Vector<float>.Zero, side.Y, side.Z);
        var arch = Vector.Abs(Shapes.Ellipsoid(flat, new(0, -6, 3), new(1000, 32, 21))) - new Vector<float>(_callosum);
        var above = new Vector<float>(2) - side.Z;
        return Shapes.Intersection(Shapes.Intersection(arch, above, 4), side.X - new Vector<float>(14), 3);
    }

    private static (Tissue Tissue, Vector3 Centre, Vector3 Radii) Nucleus(
        ref Random64 random,
        Tissue tissue,
        Vector3 centre,
        Vector3 radii
    ) =>
        (
            tissue,
            Near(ref random, centre),
            radii * new Vector3(random.Around(1, 0.15), random.Around(1, 0.15), random.Around(1, 0.15))
        );

    private static Vector3 Near(ref Random64 random, Vector3 p) =>
        p + new Vector3(random.Around(1, 1) - 1, random.Around(1, 1) - 1, random.Around(1, 1) - 1);
}
