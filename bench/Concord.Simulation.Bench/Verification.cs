using System.Globalization;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Degradation;
using Concord.Simulation.Fields;
using Concord.Simulation.Signal;
using Concord.Simulation.Tumors;
using Concord.Simulation.Tumors.Infiltration;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Bench;

/// <summary>Checks the numerics against what is known in closed form, and prints tables.</summary>
internal static class Verification
{
    public static int Print()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Growth();
        Front();
        Mass();
        Anisotropy();
        Elasticity();
        Noise();
        Inhomogeneity();
        Signals();
        return 0;
    }

    private static void Front()
    {
        Title("Travelling wave", "D mm2/day | rho /day | voxels a width | measured mm/day | 2 sqrt(D rho) | ratio");
        foreach (var (d, rho) in new[] { (0.4, 0.05), (0.3, 0.02), (0.15, 0.02), (1.0, 0.05) })
        {
            var days = 60 / rho;
            var u = Fill(new(760, 1, 1), (x, _, _) => x < 10 ? 1 : 0);
            double At(double t) => Spread(u, d, null, rho, t).Voxels.Sum(v => (double)v);
            var speed = (At(days) - At(days / 2)) / (days / 2);
            var theory = 2 * Math.Sqrt(d * rho);
            Row($"{d} | {rho} | {Math.Sqrt(d / rho):0.0} | {speed:0.0000} | {theory:0.0000} | {speed / theory:0.000}");
        }
    }

    private static void Mass()
    {
        Title("Mass without proliferation", "tensors | days | relative change of the sum");
        var size = new GridSize(60, 60, 60);
        var start = Fill(size, (x, y, z) => Square(x - 30) + Square(y - 28) + Square(z - 31) < 60 ? 0.8 : 0);
        var walls = Of<byte>(size, (x, y, z) => (x + 2 * y + 3 * z) % 13 != 0 ? (byte)1 : (byte)0);
        for (var i = 0; i < walls.Voxels.Length; i++)
            start.Voxels[i] *= walls.Voxels[i];
        foreach (var ratio in new[] { 1.0, 3.5 })
        {
            var tensors = ratio == 1 ? null : Tensor(size, ratio, 0.6, 0.3);
            var end = ReactionDiffusion.Run(
                start,
                Fill(size, (_, _, _) => 0.2),
                tensors,
                new() { Proliferation = 0, Days = 300 },
                walls
            );
            var (before, after) = (start.Voxels.Sum(v => (double)v), end.Voxels.Sum(v => (double)v));
            Row($"{(ratio == 1 ? "isotropic" : $"ratio {ratio}")} | 300 | {Math.Abs(after / before - 1):0.0e0}");
        }
    }

    private static void Anisotropy()
    {
        Title("A drop's covariance over 2 D t", "ratio, azimuth, elevation | along the fibre | across | ratio found");
        foreach (
            var (ratio, azimuth, elevation) in new[]
            {
                (3.5, 0.0, 0.0),
                (3.5, 30.0, 0.0),
                (3.5, 40.0, 55.0),
                (2.0, 45.0, 35.3),
            }
        )
        {
            var size = new GridSize(47, 47, 47);
            var start = Fill(size, (x, y, z) => Math.Exp(-(Square(x - 23) + Square(y - 23) + Square(z - 23)) / 4.5));
            var (a, e) = (double.DegreesToRadians(azimuth), double.DegreesToRadians(elevation));
            var end = Spread(start, 0.15, Tensor(size, ratio, a, e), 0, 20);
            double[] along = [Math.Cos(e) * Math.Cos(a), Math.Cos(e) * Math.Sin(a), Math.Sin(e)];
            double[] across = [-Math.Sin(a), Math.Cos(a), 0];
            var (l, c) = (
                Variance(end, along) - Variance(start, along),
                Variance(end, across) - Variance(start, across)
            );
            Row($"{ratio}, {azimuth}°, {elevation}° | {l / 6:0.000} | {c / 6:0.000} | {l / c:0.00}");
        }
    }

    private static void Elasticity()
    {
        Title("Elasticity, manufactured solution in a box of 96 mm", "moduli | cells | L2 error | order");
        foreach (var isSmooth in new[] { false, true })
        {
            var before = double.NaN;
            foreach (var cells in new[] { 8, 16, 32, 64 })
            {
                var error = ManufacturedElasticity.Error(cells, isSmooth);
                var order = double.IsNaN(before) ? "" : $"{Math.Log2(before / error):0.00}";
                Row($"{(isSmooth ? "smooth" : "constant")} | {cells} | {error:0.000} | {order}");
                before = error;
            }
        }
    }

    private static void Growth()
    {
        Title(
            "Mass effect in procedural heads",
            "head | bulk asked ml | seed's share | reached | healthy tissue pushed out ml | growth ml | ratio | "
                + "smallest Jacobian | steps"
        );
        foreach (
            var (head, asked, share, seed) in new[]
            {
                (3, 10.0, 0.2, 5),
                (3, 25, 0.2, 5),
                (3, 50, 0.2, 5),
                (3, 14, 0.5, 5),
                (11, 14, 0.2, 9),
                (42, 14, 0.2, 46),
            }
        )
        {
            var settings = new TumorSettings
            {
                BulkVolume = asked,
                SeedShare = share,
                Infiltration = 0,
                EdemaExtent = 0,
            };
            var subject = new ProceduralHead((ulong)head);
            Row($"{head} | {asked} | {share} | {Pushed(subject, settings, (ulong)seed)}");
        }
    }

    private static string Pushed(ProceduralHead head, TumorSettings settings, ulong seed)
    {
        IReadOnlyList<Tissue> healthy = [.. Tissues.Brain, Tissue.Connective, Tissue.Vessel];
        var fields = new TumorGrowth(head, settings, seed).Run();
        // Healthy volume before and after, on voxels of 1 mm: the whole head, since the skull stays.
        var grid = new SubjectSettings().Geometry;
        var before = head.Sample(grid).Millilitres(healthy);
        var after = head.Sample(grid, new Deformation.DisplacementMap(fields.MassEffect.Backward));
        var kept = 0.0;
        var bulk = Pulled(fields, grid);
        foreach (var tissue in healthy.Where(after.Has))
        {
            var share = after[tissue].Voxels;
            for (var i = 0; i < share.Length; i++)
                kept += share[i] * (1 - bulk.Voxels[i]);
        }

        var pushed = before - fields.SeedMillilitres - kept / 1000;
        var growth = bulk.Voxels.Sum(v => (double)v) / 1000 - fields.SeedMillilitres;
        return $"{fields.MassEffect.Millilitres:0.00} | {pushed:0.00} | {growth:0.00} | {pushed / growth:0.000} | "
            + $"{fields.MassEffect.SmallestJacobian:0.000} | {fields.MassEffect.Steps}";
    }

    private static void Noise()
    {
        Title("Rician noise, 2 million voxels", "signal / sigma | mean | exact | variance | exact");
        foreach (var ratio in new[] { 0.0, 1, 3, 10 })
        {
            var image = new Volume<float>(SubjectSettings.Centred(new(128, 128, 122), Spacing.Isotropic(1)));
            image.Voxels.AsSpan().Fill((float)ratio);
            RicianNoise.Add(image, 1, 7);
            var mean = image.Voxels.Average(v => (double)v);
            var variance = image.Voxels.Average(v => (v - mean) * (v - mean));
            var (exact, exactVariance) = Rice.Moments(ratio);
            Row($"{ratio} | {mean:0.0000} | {exact:0.0000} | {variance:0.0000} | {exactVariance:0.0000}");
        }
    }

    private static void Inhomogeneity()
    {
        Title("Intensity inhomogeneity over the brain", "level | lowest | highest | asked");
        var head = new ProceduralHead(3, 2).Sample(SubjectSettings.Centred(new(96, 112, 96), Spacing.Isotropic(1.9)));
        var brain = head.Sum(Tissues.Brain).Voxels;
        foreach (var percent in new[] { 20.0, 40 })
        {
            var field = BiasField.Make(head, percent, 5).Voxels.Where((_, i) => brain[i] >= 0.5f).ToList();
            Row(
                $"{percent} % | {field.Min():0.000} | {field.Max():0.000} | {1 - percent / 200:0.00} to {1 + percent / 200:0.00}"
            );
        }
    }

    private static void Signals()
    {
        Title(
            "Signals of pure voxels against the equations, site A",
            "sequence | tissue | rendered | equation | ratio of the two"
        );
        var site = SiteCatalog.Find("A");
        var head = new ProceduralHead(3, 2).Sample(SubjectSettings.Centred(new(96, 112, 96), Spacing.Isotropic(1.9)));
        var model = SignalModel.Typical(site.Field);
        foreach (var name in new[] { "T1", "T2", "PD", "FLAIR", "MPRAGE" })
        {
            var sequence = site.Sequences[name];
            var image = model.Render(head, [(sequence, 1)])[0].Voxels;
            foreach (var tissue in new[] { Tissue.Csf, Tissue.GreyMatter, Tissue.WhiteMatter })
            {
                var share = head[tissue].Voxels;
                var mean = image.Where((_, i) => share[i] > 0.9999f).Average(v => (double)v);
                var expected = sequence.Signal(TissueParameters.Of(tissue, site.Field));
                var ratio = expected > 1e-6 ? $"{mean / expected:0.0000}" : "nulled";
                Row($"{name} | {tissue} | {mean:0.00000} | {expected:0.00000} | {ratio}");
            }
        }
    }

    private static Volume<float> Pulled(TumorFields fields, VolumeGeometry grid)
    {
        var map = new Deformation.DisplacementMap(fields.MassEffect.Backward);
        var result = new Volume<float>(grid);
        var toIndex = fields.Seed.Geometry.Affine.Inverse();
        Parallel.For(
            0,
            grid.Size.Z,
            z =>
            {
                for (var y = 0; y < grid.Size.Y; y++)
                for (var x = 0; x < grid.Size.X; x++)
                    result[x, y, z] = Linear(fields.Seed, toIndex.Apply(map.Apply(grid.Affine.Apply(new(x, y, z)))));
            }
        );
        return result;
    }

    private static float Linear(Volume<float> volume, Point3 p)
    {
        var (i, j, k) = ((int)Math.Floor(p.X), (int)Math.Floor(p.Y), (int)Math.Floor(p.Z));
        var size = volume.Size;
        if (i < 0 || j < 0 || k < 0 || i + 1 >= size.X || j + 1 >= size.Y || k + 1 >= size.Z)
            return 0;
        var sum = 0.0;
        for (var c = 0; c < 8; c++)
        {
            var (a, b, d) = (c & 1, c >> 1 & 1, c >> 2);
            var w = Math.Abs(1 - a - p.X + i) * Math.Abs(1 - b - p.Y + j) * Math.Abs(1 - d - p.Z + k);
            sum += w * volume[i + a, j + b, k + d];
        }

        return (float)sum;
    }

    private static Volume<float> Spread(Volume<float> start, double d, TensorField? tensors, double rho, double days) =>
        ReactionDiffusion.Run(
            start,
            Fill(start.Size, (_, _, _) => d),
            tensors,
            new() { Proliferation = rho, Days = days },
            Of<byte>(start.Size, (_, _, _) => 1)
        );

    private static TensorField Tensor(GridSize size, double ratio, double azimuth, double elevation)
    {
        // Trace 3: the fibre's eigenvalue is `ratio` times the two others.
        var low = 3 / (ratio + 2);
        double[] n =
        [
            Math.Cos(elevation) * Math.Cos(azimuth),
            Math.Cos(elevation) * Math.Sin(azimuth),
            Math.Sin(elevation),
        ];
        var field = new TensorField(SubjectSettings.Centred(size, Spacing.Isotropic(1)));
        float Component(int i, int j) => (float)((i == j ? low : 0) + (ratio - 1) * low * n[i] * n[j]);
        field.XX.Voxels.AsSpan().Fill(Component(0, 0));
        field.XY.Voxels.AsSpan().Fill(Component(0, 1));
        field.XZ.Voxels.AsSpan().Fill(Component(0, 2));
        field.YY.Voxels.AsSpan().Fill(Component(1, 1));
        field.YZ.Voxels.AsSpan().Fill(Component(1, 2));
        field.ZZ.Voxels.AsSpan().Fill(Component(2, 2));
        return field;
    }

    private static double Variance(Volume<float> u, double[] axis)
    {
        double sum = 0,
            first = 0,
            second = 0;
        for (var z = 0; z < u.Size.Z; z++)
        for (var y = 0; y < u.Size.Y; y++)
        for (var x = 0; x < u.Size.X; x++)
        {
            var p = axis[0] * x + axis[1] * y + axis[2] * z;
            (sum, first, second) = (sum + u[x, y, z], first + u[x, y, z] * p, second + u[x, y, z] * p * p);
        }

        return second / sum - Square(first / sum);
    }

    private static Volume<float> Fill(GridSize size, Func<int, int, int, double> value) =>
        Of(size, (x, y, z) => (float)value(x, y, z));

    private static Volume<T> Of<T>(GridSize size, Func<int, int, int, T> value)
        where T : unmanaged
    {
        var volume = new Volume<T>(SubjectSettings.Centred(size, Spacing.Isotropic(1)));
        for (var z = 0; z < size.Z; z++)
        for (var y = 0; y < size.Y; y++)
        for (var x = 0; x < size.X; x++)
            volume[x, y, z] = value(x, y, z);
        return volume;
    }

    private static double Square(double v) => v * v;

    private static void Title(string title, string columns)
    {
        Console.WriteLine($"\n**{title}**\n\n| {columns} |");
        Console.WriteLine($"|{string.Concat(columns.Split('|').Select(_ => "---|"))}");
    }

    private static void Row(string cells) => Console.WriteLine($"| {cells} |");
}
