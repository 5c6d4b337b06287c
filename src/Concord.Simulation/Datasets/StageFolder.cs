using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Simulation.Fields;
using Concord.Simulation.Tumors;

namespace Concord.Simulation.Datasets;

/// <summary>What each stage of a tumour's growth left, on the grid of its own arithmetic: a file a field.</summary>
internal static class StageFolder
{
    private const string Seed = "1_seed.nii.gz";
    private const string Displacement = "2_displacement.nii.gz";
    private const string Tensors = "3_tensors.nii.gz";
    private const string Density = "4_density.nii.gz";
    private const string Edema = "4_edema.nii.gz";
    private const string Enhancing = "5_enhancing.nii.gz";
    private const string Necrosis = "5_necrosis.nii.gz";

    /// <summary>Writes every field.</summary>
    public static void Write(string folder, TumorFields fields)
    {
        string At(string name) => Path.Combine(folder, name);
        NiftiWriter.Write(At(Seed), fields.Seed);
        var d = fields.MassEffect.Backward;
        NiftiWriter.WriteSeries(At(Displacement), [d.X, d.Y, d.Z], NiftiIntent.Displacement);
        var t = fields.Tensors;
        NiftiWriter.WriteSeries(At(Tensors), [t.XX, t.XY, t.YY, t.XZ, t.YZ, t.ZZ], NiftiIntent.SymmetricMatrix);
        NiftiWriter.Write(At(Density), fields.Density);
        NiftiWriter.Write(At(Edema), fields.Edema);
        NiftiWriter.Write(At(Enhancing), fields.Enhancing);
        NiftiWriter.Write(At(Necrosis), fields.Necrosis);
    }

    /// <summary>Reads the fields that are there.</summary>
    /// <exception cref="BadInputException">There is no such folder, or fields lie on different grids.</exception>
    public static TumorStages Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException(folder, "no such folder", "simulate with --stages first");
        var seed = Volume(Seed);
        Volume<float>? Volume(string name)
        {
            var path = Path.Combine(folder, name);
            return File.Exists(path) ? ImageFile.Open(path).ToIntensities() : null;
        }

        Volume<float>? OnSeed(string name)
        {
            var volume = Volume(name);
            if (volume is not null)
                RequireOnSeed([volume], name);
            return volume;
        }

        IReadOnlyList<Volume<float>> RequireOnSeed(IReadOnlyList<Volume<float>> volumes, string name) =>
            seed is null || volumes[0].Geometry.CornerDistance(seed.Geometry) <= 1e-3
                ? volumes
                : throw new BadInputException(
                    Path.Combine(folder, name),
                    "lies on another grid than the seed",
                    "take it away: it is made again"
                );

        return new()
        {
            Seed = seed,
            Displacement = Series(folder, Displacement, 3) is { } d ? Vector(d) : null,
            Tensors = Series(folder, Tensors, 6) is { } t ? Tensor(RequireOnSeed(t, Tensors)) : null,
            Density = OnSeed(Density),
            Edema = OnSeed(Edema),
            Enhancing = OnSeed(Enhancing),
            Necrosis = OnSeed(Necrosis),
        };
    }

    private static IReadOnlyList<Volume<float>>? Series(string folder, string name, int count)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return null;
        var volumes = NiftiReader.ReadSeries(path).Volumes;
        return volumes.Count == count
            ? volumes
            : throw new BadInputException(path, $"holds {volumes.Count} volumes, not {count}", "take it away");
    }

    private static VectorField Vector(IReadOnlyList<Volume<float>> v)
    {
        var field = new VectorField(v[0].Geometry);
        v[0].Voxels.CopyTo(field.X.Voxels, 0);
        v[1].Voxels.CopyTo(field.Y.Voxels, 0);
        v[2].Voxels.CopyTo(field.Z.Voxels, 0);
        return field;
    }

    private static TensorField Tensor(IReadOnlyList<Volume<float>> v)
    {
        var field = new TensorField(v[0].Geometry);
        Volume<float>[] parts = [field.XX, field.XY, field.YY, field.XZ, field.YZ, field.ZZ];
        for (var i = 0; i < parts.Length; i++)
            v[i].Voxels.CopyTo(parts[i].Voxels, 0);
        return field;
    }
}
