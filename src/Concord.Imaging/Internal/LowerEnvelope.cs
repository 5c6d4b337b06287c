namespace Concord.Imaging.Internal;

/// <summary>
/// The one-dimensional distance transform of sampled functions: the lower envelope of the parabolas that stand on the
/// samples, found in two sweeps (Felzenszwalb and Huttenlocher, Theory of Computing 8:415, 2012, algorithm 1).
/// </summary>
internal sealed class LowerEnvelope
{
    private readonly double _square;
    private readonly double[] _half;
    private readonly int[] _site;
    private readonly float[] _value;
    private readonly double[] _height;
    private readonly double[] _from;

    /// <summary>Makes room for lines of one length.</summary>
    /// <param name="length">Samples of a line.</param>
    /// <param name="spacing">Between samples, in mm.</param>
    public LowerEnvelope(int length, double spacing)
    {
        _square = spacing * spacing;
        _half = new double[length];
        for (var i = 1; i < length; i++)
            _half[i] = 0.5 / i;
        _site = new int[length];
        _value = new float[length];
        _height = new double[length];
        _from = new double[length];
    }

    /// <summary>
    /// Replaces each sample f(p) by the least f(q) + (p - q)² over the line, in mm²; infinite samples have no parabola.
    /// </summary>
    public void Apply(Span<float> line)
    {
        var count = 0;
        for (var q = 0; q < line.Length; q++)
        {
            if (float.IsPositiveInfinity(line[q]))
                continue;
            // In units of a voxel, two parabolas cross at (height - height') / (2 (q - q')).
            var height = line[q] / _square + (double)q * q;
            var from = double.NegativeInfinity;
            for (; count > 0; count--)
            {
                from = (height - _height[count - 1]) * _half[q - _site[count - 1]];
                if (from > _from[count - 1])
                    break;
            }

            if (count == 0)
                from = double.NegativeInfinity;
            else if (from >= line.Length)
                continue;
            (_site[count], _value[count], _height[count], _from[count]) = (q, line[q], height, from);
            count++;
        }

        if (count == 0)
            return;
        for (int p = 0, k = 0; p < line.Length; p++)
        {
            while (k + 1 < count && _from[k + 1] < p)
                k++;
            double step = p - _site[k];
            line[p] = (float)(_value[k] + _square * (step * step));
        }
    }
}
