using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Degradation;
using Concord.Simulation.Internal;
using Concord.Simulation.Signal;

namespace Concord.Simulation;

/// <summary>From memberships to images as a scanner stores them: signal, blur, unevenness, noise, in that order.</summary>
internal static class Scanner
{
    // The brightest tissue of an image gets about this value, as scanners' units do.
    private const double Brightest = 1000;

    // Front to back, as usual for axial slices.
    private const int PhaseEncoding = 1;

    /// <summary>Takes every sequence of the settings.</summary>
    public static Dictionary<string, Volume<float>> Scan(
        HeadAnatomy anatomy,
        SubjectSettings settings,
        ulong seed,
        CancellationToken cancellation
    )
    {
        var site = settings.Site;
        var model = SignalModel.OfSubject(
            site.Field,
            settings.VariationPercent,
            settings.TexturePercent,
            SubjectSimulator.Stream(seed, 1)
        );
        var takes = settings.Sequences.Select(name => Take.Of(name, site.Sequences[name], model, seed)).ToList();
        var rendered = model.Render(anatomy, [.. takes.Select(t => (t.Sequence, t.Gain))], settings.Threads).ToArray();
        var images = new Dictionary<string, Volume<float>>(StringComparer.Ordinal);
        for (var i = 0; i < takes.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            images[takes[i].Name] = Degrade(rendered[i], anatomy, takes[i], settings);
            rendered[i] = null!;
            Garbage.Collect();
        }

        return images;
    }

    private static Volume<float> Degrade(Volume<float> image, HeadAnatomy anatomy, Take take, SubjectSettings settings)
    {
        var (site, threads) = (settings.Site, settings.Threads);
        image = PointSpread.Blur(image, site.Blur, threads);
        image = MotionGhosting.Add(
            image,
            PhaseEncoding,
            settings.Motion,
            SubjectSimulator.Stream(take.Seed, 4),
            threads
        );
        image = GibbsRinging.Cut(image, PhaseEncoding, settings.Sampled, threads);
        var field = BiasField.Make(anatomy, site.InhomogeneityPercent, SubjectSimulator.Stream(take.Seed, 2), threads);
        TensorPrimitives.Multiply(image.Voxels, field.Voxels, image.Voxels);
        RicianNoise.Add(
            image,
            site.NoisePercent / 100 * take.Reference,
            SubjectSimulator.Stream(take.Seed, 3),
            threads
        );
        return image;
    }

    /// <summary>One sequence of one subject: what signals are multiplied by, and the signal that noise refers to.</summary>
    private sealed record Take(string Name, PulseSequence Sequence, double Gain, double Reference, ulong Seed)
    {
        public static Take Of(string name, PulseSequence sequence, SignalModel model, ulong seed)
        {
            // By name: adding a sequence doesn't change the others.
            var own = SubjectSimulator.Stream(seed, 2, Hash(name));
            var random = new Random64(own);
            var brightest = Enum.GetValues<Tissue>().Max(tissue => model.Signal(sequence, tissue));
            // Scanners set their gain anew for each image, so that absolute values mean nothing.
            var gain = Brightest / brightest * random.Between(0.7, 1.3);
            return new(name, sequence, gain, gain * model.Signal(sequence, sequence.NoiseReference), own);
        }

        /// <summary>FNV-1a, since the runtime's own hash of a string changes from run to run.</summary>
        private static ulong Hash(string name)
        {
            var hash = 14695981039346656037;
            foreach (var c in name)
                hash = unchecked((hash ^ c) * 1099511628211);
            return hash;
        }
    }
}
