using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Imaging.Geometry;
using Concord.Imaging.Resampling;
using Concord.Imaging.Spatial;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Bench;

/// <summary>The small kernels on a whole-head scan of 182×218×182, one at a time.</summary>
public class Kernels
{
    /// <summary>The program's first argument that asks for this.</summary>
    internal const string Word = "--kernels";

    private readonly Volume<float> _scan = BrainLike.Scan();
    private readonly Volume<byte> _mask;
    private readonly Volume<byte> _other;
    private readonly VolumeGeometry _coarse = Resample.GridWithSpacing(BrainLike.Grid, Spacing.Isotropic(1.5));

    /// <summary>Makes the inputs.</summary>
    public Kernels()
    {
        var (reference, prediction) = BrainLike.Masks();
        (_mask, _other) = (OfMask(reference), OfMask(prediction));
        static Volume<byte> OfMask(bool[] mask) =>
            new(BrainLike.Grid, Array.ConvertAll(mask, m => m ? (byte)1 : (byte)0));
    }

    /// <summary>Distances to a mask, exact.</summary>
    [Benchmark]
    public object DistanceTransformOfMask() => DistanceTransform.ToNearest(_mask);

    /// <summary>Distances from the voxels of a mask to another.</summary>
    [Benchmark]
    public object DistancesBetweenMasks() => NearestDistances.Between(_mask, _other);

    /// <summary>26-connected components of a mask.</summary>
    [Benchmark]
    public object ConnectedComponentsOfMask() => ConnectedComponents.Label(_mask, Connectivity.TwentySix);

    /// <summary>A Gaussian of 2 mm.</summary>
    [Benchmark]
    public object GaussianOf2Mm() => GaussianFilter.Smooth(_scan, 2);

    /// <summary>Linear interpolation to 1.5 mm.</summary>
    [Benchmark]
    public object ResampleLinear() => Resample.OntoGrid(_scan, _coarse, Interpolation.Linear);

    /// <summary>Cubic B-spline interpolation to 1.5 mm, with its prefilter.</summary>
    [Benchmark]
    public object ResampleCubic() => Resample.OntoGrid(_scan, _coarse, Interpolation.Cubic);

    /// <summary>Labels to 1.5 mm.</summary>
    [Benchmark]
    public object ResampleLabels() => Resample.Labels(_mask, _coarse);

    /// <summary>Axes turned to another order.</summary>
    [Benchmark]
    public object ReorientToLip() => Reorient.To(_scan, Orientation.Parse("LIP"));

    /// <summary>Quantiles of the scan, and what they make of it.</summary>
    [Benchmark]
    public object NormalizeIntensities() => new MedianScale().Apply(_scan, mask: null, "scan");

    /// <summary>Runs them all and writes BenchmarkDotNet's table.</summary>
    internal static void Run() =>
        BenchmarkRunner.Run<Kernels>(
            ManualConfig
                .Create(DefaultConfig.Instance)
                .AddJob(Job.ShortRun.WithIterationCount(15).WithToolchain(InProcessNoEmitToolchain.Instance))
                .WithArtifactsPath(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../bench")))
        );
}
