namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>How long a front of reaction and diffusion takes to come some way.</summary>
public static class FrontTime
{
    // Measured on flat steep starts: level one half has come 2 t - 2.35 ln(1 + t) widths far at time t / rho, to 0.2
    // widths for t from 2 to 40. Bramson's delay (1983) holds for later times: 1.5 ln t and a constant.
    private const double Delay = 2.35;

    /// <summary>
    /// The days until density one half has come so far: at the front speed 2 sqrt(D rho), and the delay of a steep start.
    /// </summary>
    /// <param name="extent">In mm; 0 or less takes no time.</param>
    /// <param name="diffusivity">D in mm² a day, above 0.</param>
    /// <param name="rate">rho per day, above 0.</param>
    public static double Days(double extent, double diffusivity, double rate)
    {
        if (extent <= 0)
            return 0;
        var widths = extent / Math.Sqrt(diffusivity / rate);
        var time = widths + Delay;
        for (var i = 0; i < 60; i++)
            time = (widths + Delay * Math.Log(1 + time)) / 2;
        return time / rate;
    }
}
