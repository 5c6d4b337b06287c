using System.Diagnostics;
using Concord.Imaging;
using Concord.Imaging.Alignment;
using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;

// dotnet run -c Release --project bench/Concord.Imaging.Alignment -- COUNT FIXED=MOVING… [raw FIXED=MOVING…]
// Moves images that lie on each other by random known transforms, registers them, and measures the error on the brain's
// surface. Pairs after "raw" are as they left the scanner: registered, and compared with elastix where it is installed.
if (args.Length < 2 || !int.TryParse(args[0], out var count))
{
    Console.Error.WriteLine("COUNT FIXED=MOVING… [raw FIXED=MOVING…]");
    return 2;
}

var pairs = args.Skip(1).TakeWhile(a => a != "raw").Select(Pair).ToList();
var raw = args.Skip(1).SkipWhile(a => a != "raw").Skip(1).Select(Pair).ToList();
Warm(pairs);
Console.WriteLine("| fixed | moving | moved by | error on the brain's surface: median, worst, mm | s |");
Console.WriteLine("|---|---|---|---|---|");
var (errors, times) = (new List<double>(), new List<double>());
for (var n = 0; n < count && pairs.Count > 0; n++)
    Move(pairs[n % pairs.Count], n);
if (errors.Count > 0)
    Console.WriteLine(
        FormattableString.Invariant(
            $"\nOf all places: median {Middle(errors):0.00} mm, worst {errors.Max():0.00} mm; {Middle(times):0.0} s a pair ({times.Min():0.0} to {times.Max():0.0})."
        )
    );
foreach (var pair in raw)
    Compare(pair);
return errors.Count > 0 && (Middle(errors) >= 1 || errors.Max() >= 2.5) ? 1 : 0;

static (string Fixed, string Moving) Pair(string text)
{
    var at = text.IndexOf('=', StringComparison.Ordinal);
    return (text[..at], text[(at + 1)..]);
}

// The first call compiles.
static void Warm(IReadOnlyList<(string Fixed, string Moving)> pairs)
{
    if (pairs.Count == 0)
        return;
    var image = ImageFile.Open(pairs[0].Fixed).ToIntensities();
    RigidRegistration.Refine(image, image);
}

void Move((string Fixed, string Moving) pair, int n)
{
    var reference = ImageFile.Open(pair.Fixed).ToIntensities();
    var moving = ImageFile.Open(pair.Moving).ToIntensities();
    var random = new Random64(20, (ulong)n);
    var surface = Brain.Surface(reference);
    var centre = surface.Aggregate(default(Point3), (sum, p) => sum + p) * (1.0 / surface.Count);
    // From where the anatomy is to where it will be, mostly far: up to 20 degrees and 20 mm.
    var truth = new RigidTransform(
        centre,
        Direction(ref random) * (random.Between(5, 20) * Math.PI / 180),
        Direction(ref random) * random.Between(5, 20)
    );
    // Slices of 1 to 4 mm, in another orientation, of a head that lies elsewhere.
    var slices = new Spacing(1, 1, random.Between(1, 4));
    var grid = Resample.GridWithSpacing(moving.Geometry, slices);
    var there = new VolumeGeometry(grid.Size, truth.ToAffine().Inverse().Compose(grid.Affine));
    var sampled = Resample.OntoGrid(moving, there, Interpolation.Cubic, moving.Voxels.Min());
    var turned = Orientation.All[random.Next(Orientation.All.Count)];
    var moved = Reorient.To(new Volume<float>(grid, sampled.Voxels), turned);
    var clock = Stopwatch.StartNew();
    var found = RigidRegistration.Align(reference, moved);
    var seconds = clock.Elapsed.TotalSeconds;
    if (found is null)
    {
        Console.WriteLine($"| {Short(pair.Fixed)} | {Short(pair.Moving)} | not registered | | |");
        errors.Add(double.PositiveInfinity);
        return;
    }

    var (a, b) = (found.Transform.ToAffine(), truth.ToAffine());
    var own = surface.ConvertAll(p => (a.Apply(p) - b.Apply(p)).Length);
    errors.AddRange(own);
    times.Add(seconds);
    Console.WriteLine(
        FormattableString.Invariant(
            $"| {Short(pair.Fixed)} | {Short(pair.Moving)}, slices of {slices.Z:0.0} mm, {turned} | {truth.Degrees:0} degrees, {truth.Translation.Length:0} mm | {Middle(own):0.00}, {own.Max():0.00} | {seconds:0.0} |"
        )
    );
}

void Compare((string Fixed, string Moving) pair)
{
    var reference = ImageFile.Open(pair.Fixed).ToIntensities();
    var moving = ImageFile.Open(pair.Moving).ToIntensities();
    var clock = Stopwatch.StartNew();
    var found = RigidRegistration.Align(reference, moving);
    var seconds = clock.Elapsed.TotalSeconds;
    if (found is null)
    {
        Console.WriteLine($"{Short(pair.Fixed)} and {Short(pair.Moving)}: not registered");
        return;
    }

    Console.WriteLine(
        FormattableString.Invariant(
            $"\n{Short(pair.Fixed)} and {Short(pair.Moving)}, as they left the scanner: {found.LargestShift:0.0} mm at a corner of the head, {found.Transform.Degrees:0.0} degrees, information {found.InformationBefore:0.000} before and {found.Information:0.000} after, {seconds:0.0} s."
        )
    );
    if (Elastix.TryAlign(pair.Fixed, pair.Moving, out var theirs, out var time) is { } problem)
    {
        Console.WriteLine($"elastix: {problem}");
        return;
    }

    var (a, b) = (found.Transform.ToAffine(), theirs);
    var apart = Brain.Ellipsoid(reference).ConvertAll(p => (a.Apply(p) - b.Apply(p)).Length);
    Console.WriteLine(
        FormattableString.Invariant(
            $"elastix, {time:0.0} s: {Middle(apart):0.00} mm from it in the middle of the places on a brain's surface, {apart.Max():0.00} mm at most."
        )
    );
}

static Point3 Direction(ref Random64 random)
{
    var v = new Point3(random.NextNormal(), random.NextNormal(), random.NextNormal());
    return v * (1 / v.Length);
}

static double Middle(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

static string Short(string path) => Path.Combine(Path.GetFileName(Path.GetDirectoryName(path))!, ImageFile.Stem(path));
