using System.Diagnostics;
using Concord.Imaging;
using Concord.Imaging.BiasField;
using Concord.Imaging.Filters;

// dotnet run -c Release --project bench/Concord.Imaging.BiasField -- COUNT SCAN[=LABELS]…
// Multiplies scans by random known fields, corrects them, and measures how much of the known field is left: the standard
// deviation over the brain of the log of the corrected scan over the correction of the scan as it was, relative to that of
// the known field's log. Where labels are given the brain is where they aren't 0, and else where the scan isn't.
if (args.Length < 2 || !int.TryParse(args[0], out var count))
{
    Console.Error.WriteLine("COUNT SCAN[=LABELS]…");
    return 2;
}

Console.WriteLine("| scan | its own field, % | known field | left with a mask, without, % | s |");
Console.WriteLine("|---|---|---|---|---|");
var (masked, whole) = (new List<double>(), new List<double>());
var (owns, times) = (new List<double>(), new List<double>());
foreach (var (scan, n) in args.Skip(1).Select((scan, n) => (scan, n)))
    Measure(scan, n);
Console.WriteLine();
Summarise("With a mask", masked);
Summarise("Without", whole);
Console.WriteLine(
    FormattableString.Invariant(
        $"Found in the scans as they were: a standard deviation of {100 * Middle(owns):0.0} % in the median, {100 * owns.Max():0.0} % at most."
    )
);
Console.WriteLine(
    FormattableString.Invariant($"{Middle(times):0.00} s a scan ({times.Min():0.00} to {times.Max():0.00}).")
);
return Middle(masked) > 0.25 ? 1 : 0;

void Measure(string argument, int n)
{
    var paths = argument.Split('=');
    var image = ImageFile.Open(paths[0]).ToIntensities();
    var labels = paths.Length > 1 ? ImageFile.Open(paths[1]).ToIntensities() : image;
    var air = labels.Voxels[0];
    var mask = image.With(Array.ConvertAll(labels.Voxels, v => (byte)(v != air ? 1 : 0)));
    // The first call compiles.
    if (n == 0)
        BiasFieldCorrection.FieldOf(image, mask, paths[0]);
    var own = new[] { mask, null }.Select(m => BiasFieldCorrection.FieldOf(image, m, paths[0]).Voxels).ToArray();
    var spread = Spread([.. own[0].Where((_, i) => mask.Voxels[i] != 0).Select(f => Math.Log(f))]);
    owns.Add(spread);
    for (var i = 0; i < count; i++)
    {
        var random = new Random64(30, (ulong)n, (ulong)i);
        var strength = random.Between(0.1, 0.3);
        var known = KnownField.Draw(image.Geometry, mask.Voxels, strength, ref random);
        var biased = image.With(image.Voxels.Zip(known, (v, f) => v * f).ToArray());
        var clock = Stopwatch.StartNew();
        var found = BiasFieldCorrection.FieldOf(biased, mask, paths[0]);
        times.Add(clock.Elapsed.TotalSeconds);
        var without = BiasFieldCorrection.FieldOf(biased, null, paths[0]);
        masked.Add(Left(found.Voxels, own[0], known, mask.Voxels));
        whole.Add(Left(without.Voxels, own[1], known, mask.Voxels));
        Console.WriteLine(
            FormattableString.Invariant(
                $"| {Short(paths[0])} | {100 * spread:0.0} | ±{100 * strength:0} % | {100 * masked[^1]:0}, {100 * whole[^1]:0} | {times[^1]:0.00} |"
            )
        );
    }
}

static double Left(float[] found, float[] own, float[] known, byte[] mask)
{
    var (left, truth) = (new List<double>(), new List<double>());
    for (var i = 0; i < mask.Length; i++)
    {
        if (mask[i] == 0)
            continue;
        truth.Add(Math.Log(known[i]));
        left.Add(Math.Log(found[i] / own[i]) - truth[^1]);
    }

    return Spread(left) / Spread(truth);
}

static double Spread(List<double> values)
{
    var mean = values.Average();
    return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
}

static void Summarise(string what, List<double> left) =>
    Console.WriteLine(
        FormattableString.Invariant(
            $"{what}: {100 * Middle(left):0} % of the field's standard deviation left in the median, {100 * left.Max():0} % at most, of {left.Count}."
        )
    );

static double Middle(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

static string Short(string path) => Path.Combine(Path.GetFileName(Path.GetDirectoryName(path))!, ImageFile.Stem(path));
