using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Anatomy.LabelMaps;
using Concord.Simulation.Deformation;
using Concord.Simulation.Internal;
using Concord.Simulation.Lesions;
using Concord.Simulation.Tumors;

namespace Concord.Simulation;

/// <summary>
/// Makes subjects: shape, illness, signal, degradation, in that order, each from its own stream of the seed. The same
/// anatomy, seed and settings give the same bytes on processors of one kind, whatever the number of threads.
/// </summary>
public static class SubjectSimulator
{
    /// <summary>Makes a subject.</summary>
    /// <param name="source">The anatomy it is made from.</param>
    /// <param name="settings">What it has and is scanned with.</param>
    /// <param name="seed">Which subject.</param>
    /// <param name="progress">Told the share of the work that is done, in [0, 1].</param>
    /// <param name="cancellation">Stops it.</param>
    public static SimulatedSubject Make(
        AnatomySource source,
        SubjectSettings settings,
        ulong seed,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var ownGrid = settings.UsesOwnGrid ? source.Grid : null;
        var grid = ownGrid ?? settings.Geometry;
        var place = ownGrid is null ? default : source.Centre;
        var (map, isFlipped) = RandomPose.Draw(source, settings.Deformation, place, Stream(seed, 1));
        AnatomySource subject = new MappedAnatomy(source, map, place);
        IReadOnlyList<Lesion> lesions = [];
        HeadAnatomy? anatomy = null;
        var warnings = source.Warnings.ToList();
        if (settings.Kind == SubjectKind.Lesions && settings.Lesions.Volume != 0)
        {
            var isFine = IsFine(grid);
            var healthy = subject.Sample(isFine ? grid : Fine(grid), null, SliceProfile.Even, settings.Threads);
            var load = WhiteMatterLesions.Place(healthy, settings.Lesions, Stream(seed, 2));
            lesions = load.Lesions;
            (anatomy, subject) = (isFine ? load.Anatomy : null, new LesionAnatomy(subject, healthy, load.Anatomy));
            if (load.Millilitres < 0.95 * load.Target)
                warnings.Add($"lesions found room for {load.Millilitres:0.0} ml of {load.Target:0.0} ml");
        }

        TumorFields? tumor = null;
        if (settings.Kind == SubjectKind.Tumor)
        {
            tumor = Grow(subject, source, map, settings, Stream(seed, 2), progress, cancellation);
            subject = new TumorAnatomy(subject, tumor);
            if (tumor.MassEffect.Millilitres < 0.95 * tumor.Plan.BulkVolume)
                warnings.Add(
                    $"the tumour found room for {tumor.MassEffect.Millilitres:0.0} ml of {tumor.Plan.BulkVolume:0.0} ml"
                );
        }

        cancellation.ThrowIfCancellationRequested();
        Garbage.Collect();
        anatomy ??= subject.Sample(grid, null, settings.Slices, settings.Threads);
        var truth = TruthLabels.Of(anatomy);
        return new()
        {
            Seed = seed,
            Source = source.Name,
            IsFlipped = isFlipped,
            Images = Scanner.Scan(anatomy, settings, Stream(seed, 3), cancellation),
            Truth = truth,
            Anatomy = anatomy,
            Lesions = lesions,
            Tumor = tumor,
            Warnings = warnings,
            Structures = source is LabelMapAnatomy labels
                ? new(() => Structures(labels, anatomy, map, isFlipped, tumor))
                : null,
        };
    }

    private static TumorFields Grow(
        AnatomySource subject,
        AnatomySource source,
        SubjectMap map,
        SubjectSettings settings,
        ulong seed,
        IProgress<double>? progress,
        CancellationToken cancellation
    )
    {
        var inputs = settings.TumorInputs;
        inputs.Check(source);
        var mask = inputs.Mask is { } drawn ? new SeedMask(drawn, map, inputs.MaskFile!) : null;
        var tensors = inputs.Tensors is { } measured ? new DiffusionTensors(measured, map) : null;
        // Images take about a quarter of the time.
        var part = PartOfProgress.Of(progress, 0, 1 / 0.75);
        return new TumorGrowth(subject, settings.Tumor, seed, settings.Threads).Run(
            inputs.Stages,
            mask,
            tensors,
            part,
            cancellation
        );
    }

    // Where the tumour has pushed them, and none where it is itself.
    private static Volume<int> Structures(
        LabelMapAnatomy labels,
        HeadAnatomy anatomy,
        SubjectMap map,
        bool isFlipped,
        TumorFields? tumor
    )
    {
        if (tumor is null)
            return labels.Structures(anatomy.Geometry, map, isFlipped);
        var pushed = new DisplacementMap(tumor.MassEffect.Backward).Then(map);
        var codes = labels.Structures(anatomy.Geometry, pushed, isFlipped);
        var bulk = anatomy.Sum([Tissue.EnhancingTumor, Tissue.SolidTumor, Tissue.Necrosis]);
        for (var i = 0; i < codes.Voxels.Length; i++)
            if (bulk.Voxels[i] >= 0.5f)
                codes.Voxels[i] = 0;
        return codes;
    }

    /// <summary>Whether lesions can be placed on a grid: its voxels are about as long in every direction.</summary>
    private static bool IsFine(VolumeGeometry grid)
    {
        var s = grid.Spacing;
        return Math.Max(s.X, Math.Max(s.Y, s.Z)) < 1.5 * Math.Min(s.X, Math.Min(s.Y, s.Z));
    }

    /// <summary>A grid of voxels of the shortest spacing over the same field of view.</summary>
    private static VolumeGeometry Fine(VolumeGeometry grid)
    {
        var s = grid.Spacing;
        return Imaging.Resampling.Resample.GridWithSpacing(
            grid,
            Spacing.Isotropic(Math.Max(1, Math.Min(s.X, Math.Min(s.Y, s.Z))))
        );
    }

    internal static ulong Stream(ulong seed, params ReadOnlySpan<ulong> keys) => new Random64(seed, keys).NextUInt64();
}
