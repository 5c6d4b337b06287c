using System.Numerics;
using Concord.Imaging;

namespace Concord.Simulation.Internal;

/// <summary>
/// A smooth random field with mean 0 and variance 1: cosines of random direction and phase, whose wavelengths lie in a
/// band. It needs no grid, so that it looks alike at every spacing and orientation.
/// </summary>
internal sealed class PlaneWaves
{
    private readonly Vector3[] _waves;
    private readonly float[] _phases;
    private readonly float _amplitude;

    /// <param name="random">The stream that draws the waves.</param>
    /// <param name="count">How many cosines are summed.</param>
    /// <param name="shortest">The shortest wavelength in mm.</param>
    /// <param name="longest">The longest wavelength in mm.</param>
    public PlaneWaves(ref Random64 random, int count, double shortest, double longest)
    {
        _waves = new Vector3[count];
        _phases = new float[count];
        _amplitude = MathF.Sqrt(2f / count);
        for (var i = 0; i < count; i++)
        {
            var z = random.Between(-1, 1);
            var (sin, cos) = Math.SinCos(random.Between(0, 2 * Math.PI));
            var ring = Math.Sqrt(1 - z * z);
            var number = 2 * Math.PI / random.Between(shortest, longest);
            _waves[i] = new((float)(number * ring * cos), (float)(number * ring * sin), (float)(number * z));
            _phases[i] = (float)random.Between(0, 2 * Math.PI);
        }
    }

    public Vector<float> Value(Vec3 p)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < _waves.Length; i++)
            sum += Vector.Cos(p.Dot(Vec3.All(_waves[i])) + new Vector<float>(_phases[i]));
        return sum * new Vector<float>(_amplitude);
    }

    public float Value(Vector3 p)
    {
        var sum = 0f;
        for (var i = 0; i < _waves.Length; i++)
            sum += MathF.Cos(Vector3.Dot(p, _waves[i]) + _phases[i]);
        return sum * _amplitude;
    }

    public Vector<float> ValueAndGradient(Vec3 p, out Vec3 gradient)
    {
        var sum = Vector<float>.Zero;
        var g = Vec3.All(Vector3.Zero);
        for (var i = 0; i < _waves.Length; i++)
        {
            var wave = Vec3.All(_waves[i]);
            var (sin, cos) = Vector.SinCos(p.Dot(wave) + new Vector<float>(_phases[i]));
            sum += cos;
            g -= wave * sin;
        }

        gradient = g * new Vector<float>(_amplitude);
        return sum * new Vector<float>(_amplitude);
    }
}
