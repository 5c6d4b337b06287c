using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Degradation;
using Concord.Simulation.Lesions;
using Concord.Simulation.Signal;

namespace Concord.Simulation;

/// <summary>
/// Makes subjects: anatomy, lesions, signal, degradation, in that order, each from its own stream of the seed. The same
/// seed and settings give the same bytes on processors of one kind, whatever the number of threads.
/// </summary>
public static class SubjectSimulator
{
    // The brightest tissue of an image gets about this value, as scanners' units do.
    private const double Brightest = 1000;

    /// <summary>Makes a subject.</summary>
    /// <param name="settings">What it is scanned with.</param>
    /// <param name="seed">Which subject.</param>
    public static SimulatedSubject Make(SubjectSettings settings, ulong seed)
    {
        var geometry = Place(settings, seed);
        var healthy = ProceduralHead.Make(geometry, Stream(seed, 1), settings.Threads);
        var load = settings.HasLesions
            ? WhiteMatterLesions.Place(healthy, settings.Lesions, Stream(seed, 2))
            : new(healthy, 0, 0);
        var model = SignalModel.OfSubject(settings.VariationPercent, Stream(seed, 3));
        var images = new Dictionary<string, Volume<float>>(StringComparer.Ordinal);
        // By name: adding a sequence doesn't change the others.
        foreach (var (name, sequence) in settings.Sequences)
            images[name] = Scan(load.Anatomy, model, sequence, settings, Stream(seed, 4, Hash(name)));
        return new()
        {
            Seed = seed,
            Images = images,
            Truth = TruthLabels.Of(load.Anatomy),
            Anatomy = load.Anatomy,
            LesionCount = load.Count,
            LesionMillilitres = load.Millilitres,
        };
    }

    private static Volume<float> Scan(
        HeadAnatomy anatomy,
        SignalModel model,
        PulseSequence sequence,
        SubjectSettings settings,
        ulong seed
    )
    {
        var random = new Random64(seed);
        var brightest = Enum.GetValues<Tissue>().Max(tissue => model.Signal(sequence, tissue));
        // Scanners set their gain anew for each image, so that absolute values mean nothing.
        var gain = Brightest / brightest * random.Between(0.7, 1.3);
        var image = model.Render(anatomy, sequence, gain, settings.Threads);
        Multiply(
            image,
            TissueTexture.Make(anatomy.Geometry, settings.TexturePercent, Stream(seed, 1), settings.Threads)
        );
        Multiply(image, BiasField.Make(anatomy, settings.InhomogeneityPercent, Stream(seed, 2), settings.Threads));
        var reference = gain * model.Signal(sequence, sequence.NoiseReference);
        RicianNoise.Add(image, settings.NoisePercent / 100 * reference, Stream(seed, 3), settings.Threads);
        return image;
    }

    private static void Multiply(Volume<float> image, Volume<float> field) =>
        TensorPrimitives.Multiply(image.Voxels, field.Voxels, image.Voxels);

    /// <summary>The grid, turned about the middle of the brain and shifted at random if the settings say so.</summary>
    private static VolumeGeometry Place(SubjectSettings settings, ulong seed)
    {
        if (settings.LargestTurn == 0 && settings.LargestShift == 0)
            return settings.Geometry;
        var random = new Random64(seed, 0x504F5345);
        var turn = settings.LargestTurn * Math.PI / 180;
        var affine = settings.Geometry.Affine;
        for (var axis = 0; axis < 3; axis++)
            affine = Turn(axis, random.Between(-turn, turn)).Compose(affine);
        var most = settings.LargestShift;
        var shift = new Point3(random.Between(-most, most), random.Between(-most, most), random.Between(-most, most));
        return new(settings.Geometry.Size, Affine.FromSpacing(Spacing.Isotropic(1), shift).Compose(affine));
    }

    private static Affine Turn(int axis, double angle)
    {
        var (sin, cos) = Math.SinCos(angle);
        return axis switch
        {
            0 => Affine.FromColumns(new(1, 0, 0), new(0, cos, sin), new(0, -sin, cos), default),
            1 => Affine.FromColumns(new(cos, 0, -sin), new(0, 1, 0), new(sin, 0, cos), default),
            _ => Affine.FromColumns(new(cos, sin, 0), new(-sin, cos, 0), new(0, 0, 1), default),
        };
    }

    private static ulong Stream(ulong seed, params ReadOnlySpan<ulong> keys) => new Random64(seed, keys).NextUInt64();

    /// <summary>FNV-1a, since the runtime's own hash of a string changes from run to run.</summary>
    private static ulong Hash(string name)
    {
        var hash = 14695981039346656037;
        foreach (var c in name)
            hash = unchecked((hash ^ c) * 1099511628211);
        return hash;
    }
}
