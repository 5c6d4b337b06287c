using System.Numerics;
using System.Numerics.Tensors;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;
using Concord.Simulation.Tumors.Infiltration;
using Concord.Simulation.Tumors.Mechanics;
using Concord.Simulation.Tumors.Mechanics.Internal;
using Concord.Simulation.Tumors.Tensors;

namespace Concord.Simulation.Tumors;

/// <summary>
/// Grows a tumour in a healthy subject, stage by stage, after TumorSim (Prastawa, Bullitt and Gerig, Med Image Anal 13,
/// 2009): seed, mass effect, diffusion tensors, infiltration and oedema, structures. Each stage is a class that can be
/// called alone; here they follow each other.
/// </summary>
public sealed class TumorGrowth
{
    private readonly AnatomySource _subject;
    private readonly TumorSettings _settings;
    private readonly ulong _seed;
    private readonly int _threads;

    // What is left around the tumour on the fine grid, in mm.
    private const double Rim = 14;

    // What the stages need to know of the head.
    private static readonly IReadOnlyList<Tissue> Needed = [.. Tissues.Csf, .. TumorSeed.Parenchyma, Tissue.Connective];

    /// <summary>Prepares a growth.</summary>
    /// <param name="subject">The healthy subject's anatomy, in its own space.</param>
    /// <param name="settings">What kind of tumour.</param>
    /// <param name="seed">Which one.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. It doesn't change the result.</param>
    public TumorGrowth(AnatomySource subject, TumorSettings settings, ulong seed, int threads = -1)
    {
        (_subject, _settings, _seed, _threads) = (subject, settings, seed, threads);
        Plan = TumorPlan.Draw(settings, seed);
    }

    /// <summary>What was drawn.</summary>
    public TumorPlan Plan { get; }

    /// <summary>Runs every stage, but for those whose fields are given.</summary>
    /// <param name="given">What stages left before: taken over, and not computed again; null for nothing.</param>
    /// <param name="mask">The seed to begin with, in the subject's space; null to place one.</param>
    /// <param name="tensors">The subject's own diffusion tensors; null to make them from its white matter.</param>
    /// <param name="progress">Told the share of the work that is done, in [0, 1].</param>
    /// <param name="cancellation">Stops it.</param>
    public TumorFields Run(
        TumorStages? given = null,
        SeedMask? mask = null,
        DiffusionTensors? tensors = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        given ??= new();
        var coarse = new Lazy<HeadAnatomy>(() =>
            Sample(_subject, BrainGrid.Around(_subject, _settings.MechanicsSpacing, _threads))
        );
        var seed = given.Seed ?? Begin(coarse.Value, mask);
        Next(0.1);
        var massEffect = given.Displacement is { } before
            ? MassEffect.Resume(before, Averaged(seed, before.Geometry), _threads)
            : Push(coarse.Value, seed, cancellation);
        Next(0.5);
        var carried = given.Tensors ?? Carry(seed.Geometry, massEffect.Backward, tensors);
        Next(0.6);
        var (density, edema) = given is { Density: { } cells, Edema: { } water }
            ? (cells, water)
            : Infiltrate(seed, massEffect.Backward, carried, cancellation);
        Next(0.95);
        var (enhancing, necrosis) = given is { Enhancing: { } rim, Necrosis: { } dead }
            ? (rim, dead)
            : TumorStructures.Divide(density, Plan, _settings, Stream(2));
        return new()
        {
            Plan = Plan,
            Seed = seed,
            MassEffect = massEffect,
            Tensors = carried,
            Density = density,
            Edema = edema,
            Enhancing = enhancing,
            Necrosis = necrosis,
        };

        void Next(double done)
        {
            progress?.Report(done);
            cancellation.ThrowIfCancellationRequested();
            Garbage.Collect();
        }
    }

    private Volume<float> Begin(HeadAnatomy coarse, SeedMask? mask)
    {
        var centres = mask?.Extent(_subject) ?? TumorSeed.Choose(coarse, _settings, Stream(1));
        var fine = BrainGrid.Near(coarse.Geometry, centres, Reach(), _settings.CellSpacing);
        var tissue = Sample(_subject, fine).Sum(TumorSeed.Parenchyma);
        return mask?.On(tissue) ?? TumorSeed.Make(tissue, centres, _settings.SeedShare * Plan.BulkVolume, Stream(3));
    }

    private TensorField Carry(VolumeGeometry grid, VectorField backward, DiffusionTensors? measured) =>
        TensorWarp.Pull(measured?.On(grid) ?? MakeTensors(Sample(_subject, grid)), Resample(backward, grid), _threads);

    /// <summary>How far from its seeds anything of the tumour comes, in mm.</summary>
    private double Reach() =>
        2 * Math.Cbrt(3000 * Plan.BulkVolume / (4 * Math.PI)) + Plan.Infiltration + Plan.EdemaExtent + Rim;

    private MassEffectResult Push(HeadAnatomy head, Volume<float> seed, CancellationToken cancellation)
    {
        var materials = HeadMaterials.Assign(_subject, head, _threads);
        var result = MassEffect.Grow(
            Averaged(seed, head.Geometry),
            materials,
            Math.Max(Plan.BulkVolume, seed.Voxels.Sum(v => (double)v) * seed.Geometry.VoxelVolume / 1000),
            _settings.Mechanics,
            threads: _threads,
            cancellation: cancellation
        );
        if (result.Steps == 0)
            return result;
        var backward = new WallBalance(_subject, seed, materials, _threads).Extend(result.Backward);
        return result with { Backward = backward, SmallestJacobian = Folding.SmallestJacobian(backward, _threads) };
    }

    private TensorField MakeTensors(HeadAnatomy healthy) =>
        WhiteMatterTensors.Make(
            healthy[Tissue.WhiteMatter],
            healthy.Sum(Tissues.Grey),
            healthy.VentricleDistance,
            new(),
            _threads
        );

    private (Volume<float> Density, Volume<float> Edema) Infiltrate(
        Volume<float> seed,
        VectorField backward,
        TensorField tensors,
        CancellationToken cancellation
    )
    {
        var grid = seed.Geometry;
        var map = new DisplacementMap(backward);
        var pushed = Sample(new MappedAnatomy(_subject, map, _subject.Centre), grid);
        var (white, grey) = (pushed[Tissue.WhiteMatter].Voxels, pushed.Sum(Tissues.Grey).Voxels);
        var bulk = Pulled(seed, map, grid);
        var (diffusivity, domain) = (new Volume<float>(grid), new Volume<byte>(grid));
        var whiteShare = new Volume<float>(grid);
        for (var i = 0; i < white.Length; i++)
        {
            // Bulk is as open as white matter: cells leave it on all sides.
            var w = (1 - bulk.Voxels[i]) * white[i] + bulk.Voxels[i];
            var all = w + (1 - bulk.Voxels[i]) * grey[i];
            domain.Voxels[i] = all >= 0.5f ? (byte)1 : (byte)0;
            whiteShare.Voxels[i] = all > 0 ? MathF.Min(w / all, 1) : 0;
            var mean = whiteShare.Voxels[i] + (1 - whiteShare.Voxels[i]) / Plan.WhiteToGrey;
            diffusivity.Voxels[i] = (float)(_settings.Diffusivity * mean);
        }

        var density = ReactionDiffusion.Run(
            bulk,
            diffusivity,
            tensors,
            new()
            {
                Proliferation = _settings.Proliferation,
                Days = FrontTime.Days(Plan.Infiltration, _settings.Diffusivity, _settings.Proliferation),
            },
            domain,
            threads: _threads,
            cancellation: cancellation
        );
        var edema = Edema.Spread(
            density,
            whiteShare,
            tensors,
            new() { Extent = Plan.EdemaExtent },
            domain,
            threads: _threads,
            cancellation: cancellation
        );
        return (density, edema);
    }

    private HeadAnatomy Sample(AnatomySource source, VolumeGeometry grid) =>
        source.Sample(grid, Needed, null, SliceProfile.Even, _threads);

    private ulong Stream(ulong key) => SubjectSimulator.Stream(_seed, key);

    /// <summary>A membership carried along by a displacement.</summary>
    private Volume<float> Pulled(Volume<float> seed, DisplacementMap map, VolumeGeometry grid)
    {
        var (sampler, result) = (new FieldSampler(seed), new Volume<float>(grid));
        Rows.ForEachPlane(
            grid.Size.Z,
            _threads,
            () => new PointRow(grid.Size.X),
            (z, points) =>
            {
                for (var y = 0; y < grid.Size.Y; y++)
                {
                    points.Set(grid.Affine, 0, y, z);
                    map.Apply(points);
                    var row = result.Row(y, z);
                    sampler.Fill(points, row);
                    // Interpolation may round a membership of one up.
                    TensorPrimitives.Clamp(row, 0, 1, row);
                }
            }
        );
        return result;
    }

    /// <summary>A membership on a coarser grid: the mean over each cell.</summary>
    private static Volume<float> Averaged(Volume<float> fine, VolumeGeometry grid)
    {
        var (sampler, result) = (new FieldSampler(fine), new Volume<float>(grid));
        var samples = SliceProfile.Even.Samples(grid, fine.Geometry.Spacing.X / 2);
        var (points, values) = (new PointRow(grid.Size.X), new float[grid.Size.X]);
        for (var z = 0; z < grid.Size.Z; z++)
        for (var y = 0; y < grid.Size.Y; y++)
            foreach (var (offset, weight) in samples)
            {
                points.Set(grid.Affine, offset.X, y + offset.Y, z + offset.Z);
                sampler.Fill(points, values);
                TensorPrimitives.MultiplyAdd(values, weight, result.Row(y, z), result.Row(y, z));
            }

        TensorPrimitives.Clamp<float>(result.Voxels, 0, 1, result.Voxels);
        return result;
    }

    private VectorField Resample(VectorField field, VolumeGeometry grid)
    {
        var (nodes, result) = (DisplacementGrid.Of(field), new VectorField(grid));
        Rows.ForEachPlane(
            grid.Size.Z,
            _threads,
            z =>
            {
                for (var y = 0; y < grid.Size.Y; y++)
                {
                    for (var x = 0; x < grid.Size.X; x++)
                    {
                        var p = grid.Affine.Apply(new(x, y, z));
                        var d = nodes.At(new Vector3((float)p.X, (float)p.Y, (float)p.Z));
                        (result.X[x, y, z], result.Y[x, y, z], result.Z[x, y, z]) = (d.X, d.Y, d.Z);
                    }
                }
            }
        );
        return result;
    }
}
