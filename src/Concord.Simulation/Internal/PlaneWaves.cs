using System.Numerics;
using System.Runtime.InteropServices;
using Concord.Imaging;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Internal;

/// <summary>
/// A smooth random field with mean 0 and variance 1: cosines of random direction and phase, whose wavelengths lie in a
/// band. It needs no grid, so that it looks alike at every spacing and orientation.
/// </summary>
internal sealed class PlaneWaves
{
    // Registers that follow from one sine and cosine. They start at multiples of it, so that the value at a point doesn't
    // depend on where the part of the row begins that is asked for.
    private const int Block = 8;

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

    /// <summary>
    /// Adds the field along a row of a grid. Of each wave one sine and cosine are taken in a while, and turned by the
    /// angle between points for the rest: several times as fast as a cosine a point.
    /// </summary>
    /// <param name="row">Points in a straight line, equally far apart.</param>
    /// <param name="part">Which of them; a little beyond, to a multiple of the registers, is filled too.</param>
    /// <param name="scale">What the field is multiplied by.</param>
    /// <param name="into">As long as the row's arrays.</param>
    public void AddAlong(PointRow row, Range part, float scale, float[] into)
    {
        var count = Vector<float>.Count;
        var (start, end) = (part.Start.Value / (Block * count) * (Block * count), part.End.Value);
        var last = row.X.Length - 1;
        var first = new Vector3(row.X[0], row.Y[0], row.Z[0]);
        var step = (new Vector3(row.X[last], row.Y[last], row.Z[last]) - first) / Math.Max(1, last) * count;
        var amplitude = new Vector<float>(scale * _amplitude);
        Span<float> cosines = stackalloc float[Block],
            sines = stackalloc float[Block];
        for (var w = 0; w < _waves.Length; w++)
        {
            var (sine, cosine) = MathF.SinCos(Vector3.Dot(_waves[w], step));
            (sines[0], cosines[0]) = (0, 1);
            for (var b = 1; b < Block; b++)
            {
                sines[b] = sines[b - 1] * cosine + cosines[b - 1] * sine;
                cosines[b] = cosines[b - 1] * cosine - sines[b - 1] * sine;
            }

            var (wave, phase) = (Vec3.All(_waves[w]), new Vector<float>(_phases[w]));
            for (var block = start; block < end; block += Block * count)
            {
                var (sin, cos) = Vector.SinCos(row[block].Dot(wave) + phase);
                (sin, cos) = (sin * amplitude, cos * amplitude);
                var registers = MemoryMarshal.Cast<float, Vector<float>>(
                    into.AsSpan(block, Math.Min(Block * count, into.Length - block))
                );
                for (var b = 0; b < registers.Length; b++)
                    registers[b] += cos * new Vector<float>(cosines[b]) - sin * new Vector<float>(sines[b]);
            }
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
