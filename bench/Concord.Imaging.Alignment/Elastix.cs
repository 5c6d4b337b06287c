using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Alignment;

/// <summary>The same registration by elastix (Klein et al. 2010): rigid, mutual information, its usual settings.</summary>
internal static partial class Elastix
{
    private const string Parameters = """
        (FixedInternalImagePixelType "float")
        (MovingInternalImagePixelType "float")
        (UseDirectionCosines "true")
        (Registration "MultiResolutionRegistration")
        (Interpolator "BSplineInterpolator")
        (ResampleInterpolator "FinalBSplineInterpolator")
        (Resampler "DefaultResampler")
        (FixedImagePyramid "FixedSmoothingImagePyramid")
        (MovingImagePyramid "MovingSmoothingImagePyramid")
        (Optimizer "AdaptiveStochasticGradientDescent")
        (Transform "EulerTransform")
        (Metric "AdvancedMattesMutualInformation")
        (AutomaticScalesEstimation "true")
        (AutomaticTransformInitialization "true")
        (NumberOfHistogramBins 32)
        (NumberOfResolutions 4)
        (MaximumNumberOfIterations 1000)
        (NumberOfSpatialSamples 4096)
        (NewSamplesEveryIteration "true")
        (ImageSampler "RandomCoordinate")
        (BSplineInterpolationOrder 1)
        (FinalBSplineInterpolationOrder 3)
        (DefaultPixelValue 0)
        (WriteResultImage "false")
        """;

    /// <summary>Runs it.</summary>
    /// <param name="fixedPath">The fixed image.</param>
    /// <param name="movingPath">The moving image.</param>
    /// <param name="transform">From the fixed to the moving image's world (RAS).</param>
    /// <param name="seconds">How long it took.</param>
    /// <returns>What went wrong; null if nothing did.</returns>
    public static string? TryAlign(string fixedPath, string movingPath, out Affine transform, out double seconds)
    {
        (transform, seconds) = (Affine.Identity, 0);
        var folder = Directory.CreateTempSubdirectory("alignment").FullName;
        try
        {
            var settings = Path.Combine(folder, "settings.txt");
            File.WriteAllText(settings, Parameters);
            var clock = Stopwatch.StartNew();
            var start = new ProcessStartInfo("elastix")
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var argument in new[] { "-f", fixedPath, "-m", movingPath, "-p", settings, "-out", folder })
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            seconds = clock.Elapsed.TotalSeconds;
            if (process.ExitCode != 0)
                return $"ended with {process.ExitCode}: {output.Split('\n').LastOrDefault(l => l.Length > 0)} {errors.Result}";
            transform = Read(File.ReadAllText(Path.Combine(folder, "TransformParameters.0.txt")));
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "not installed (Debian's package elastix)";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // ITK's Euler3DTransform in LPS: R = Rz Rx Ry about a centre, then a shift.
    private static Affine Read(string text)
    {
        var p = Numbers(text, "TransformParameters");
        var c = Numbers(text, "CenterOfRotationPoint");
        var (x, y, z) = (RigidTransform(p[0], 0, 0), RigidTransform(0, p[1], 0), RigidTransform(0, 0, p[2]));
        var turn = z.Compose(x).Compose(y);
        var centre = new Point3(c[0], c[1], c[2]);
        var origin = centre + new Point3(p[3], p[4], p[5]) - turn.Apply(centre);
        var lps = turn with { M03 = origin.X, M13 = origin.Y, M23 = origin.Z };
        var flip = new Affine(-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0);
        return flip.Compose(lps).Compose(flip);

        static Affine RigidTransform(double x, double y, double z) =>
            new Registration.RigidTransform(default, new(x, y, z), default).ToAffine();
    }

    private static double[] Numbers(string text, string name)
    {
        var line = Line().Matches(text).First(m => m.Groups["name"].Value == name);
        return
        [
            .. line.Groups["values"]
                .Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(v => double.Parse(v, CultureInfo.InvariantCulture)),
        ];
    }

    [GeneratedRegex(@"^\((?<name>\w+) (?<values>[^)]*)\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
