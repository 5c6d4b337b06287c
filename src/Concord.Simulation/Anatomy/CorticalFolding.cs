using System.Numerics;
using Concord.Imaging;
using Concord.Simulation.Internal;

namespace Concord.Simulation.Anatomy;

/// <summary>
/// Sulci: sheets of fluid that run inwards from the surface of the brain, where a smooth random field over that
/// surface is zero. The band of its wavelengths sets the width of the gyri.
/// </summary>
internal sealed class CorticalFolding
{
    // The field is read where the ray from an axis inside the hemisphere crosses this radius, give or take `Lean`:
    // so sheets stand upright on the surface, but not quite.
    private const float Radius = 44;
    private const float Lean = 0.6f;

    private readonly PlaneWaves _field,
        _depthNoise;
    private readonly float _waveNumber,
        _depth,
        _width;

    public CorticalFolding(ref Random64 random)
    {
        double wavelength = random.Around(26, 0.07);
        _field = new(ref random, 40, 0.85 * wavelength, 1.15 * wavelength);
        _depthNoise = new(ref random, 10, 30, 60);
        _waveNumber = (float)(2 * Math.PI / wavelength);
        _depth = random.Around(15, 0.1);
        _width = random.Around(0.8, 0.5);
    }

    /// <summary>The depth below the folded (pial) surface in mm, negative in the fluid.</summary>
    /// <param name="p">Points, mm.</param>
    /// <param name="depth">Their depth below the unfolded surface, mm.</param>
    public Vector<float> PialDepth(Vec3 p, Vector<float> depth)
    {
        if (Vector.GreaterThanAll(depth, new(32)) || Vector.LessThanAll(depth, new(-4)))
            return depth;
        var sheet = SheetDistance(p, out var length);
        var end = new Vector<float>(_depth) + _depthNoise.Value(p) * new Vector<float>(3);
        // Near the axis the sheets would crowd.
        var core = new Vector<float>(20);
        var opening = Shapes.Clamp01(Vector<float>.One - depth * new Vector<float>(1 / 9f));
        var halfWidth = new Vector<float>(_width / 2) + opening * new Vector<float>(0.8f);
        var sulcus =
            Vector.SquareRoot(sheet * sheet + Shapes.Beyond(depth - end) + Shapes.Beyond(core - length)) - halfWidth;
        return Shapes.Union(depth, sulcus, 2);
    }

    /// <summary>
    /// How far the field's nearest zero is, in mm. Locally the field is A sin(k d) with gradient A k cos(k d), so
    /// d = atan(field k / |gradient|) / k, which also holds midway between two zeros, where field / |gradient| does
    /// not.
    /// </summary>
    private Vector<float> SheetDistance(Vec3 p, out Vector<float> length)
    {
        var axisX = Vector.ConditionalSelect(
            Vector.LessThan(p.X, Vector<float>.Zero),
            new Vector<float>(-28),
            new Vector<float>(28)
        );
        var axisY = Vector.Min(Vector.Max(p.Y, new(-44)), new Vector<float>(38));
        var axis = new Vec3(axisX, axisY, new(4));
        var ray = p - axis;
        length = Vector.Max(ray.Length, new(4));
        var unit = ray * (Vector<float>.One / length);
        var radius = new Vector<float>(Radius * (1 - Lean)) + length * new Vector<float>(Lean);
        var field = _field.ValueAndGradient(axis + unit * radius, out var gradient);

        var radial = gradient.Dot(unit);
        var tangential = Vector.Max(gradient.Dot(gradient) - radial * radial, Vector<float>.Zero);
        var stretch = radius / length;
        var slope = Vector.SquareRoot(
            tangential * stretch * stretch + radial * radial * new Vector<float>(Lean * Lean)
        );
        var number = stretch * new Vector<float>(_waveNumber);
        return Shapes.Angle(Vector.Abs(field) * number, slope) / number;
    }
}
