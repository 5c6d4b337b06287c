using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;
using Concord.Simulation.Tumors;

namespace Concord.Simulation.Tests.Tumors;

public sealed class TensorFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Both_orders_of_components_are_understood()
    {
        float[] fsl = [1, 2, 3, 4, 5, 6];
        float[] nifti = [1, 2, 4, 3, 5, 6];
        foreach (var (values, intent) in new[] { (fsl, NiftiIntent.None), (nifti, NiftiIntent.SymmetricMatrix) })
        {
            var t = TensorFile.Read(Write(Affine.Identity, values, intent), TensorAxes.World);
            new[] { t.XX, t.XY, t.XZ, t.YY, t.YZ, t.ZZ }.Select(v => v.Voxels[0]).ShouldBe([1f, 2, 3, 4, 5, 6]);
        }
    }

    [Fact]
    public void Axes_of_the_image_are_turned_into_those_of_the_world()
    {
        // The image's first axis runs to the front, its second to the left: a fibre along the first runs to the front.
        var turned = Affine.FromColumns(new(0, 2, 0), new(-2, 0, 0), new(0, 0, 2), default);
        var t = TensorFile.Read(Write(turned, [9, 1, 2, 4, 3, 5], NiftiIntent.None), TensorAxes.Fsl);
        t.YY.Voxels[0].ShouldBe(9);
        t.XX.Voxels[0].ShouldBe(4);
        t.ZZ.Voxels[0].ShouldBe(5);
        // FSL counts the first axis backwards here, as the axes are right-handed: (x, y, z) = (-j, -i, k).
        t.XY.Voxels[0].ShouldBe(1);
        t.YZ.Voxels[0].ShouldBe(-2);
        t.XZ.Voxels[0].ShouldBe(-3);
    }

    [Fact]
    public void Other_numbers_of_volumes_are_refused()
    {
        Should
            .Throw<BadInputException>(() =>
                TensorFile.Read(Write(Affine.Identity, [1, 2, 3], NiftiIntent.None), TensorAxes.World)
            )
            .Message.ShouldContain("holds 3 volumes, not the six of a tensor");
    }

    [Fact]
    public void Tensors_that_are_not_positive_definite_are_refused_with_their_count()
    {
        var head = new ProceduralHead(11, 4);
        var grid = SubjectSettings.Centred(new(44, 52, 44), Spacing.Isotropic(4));
        var field = new Simulation.Fields.TensorField(grid);
        foreach (var part in new[] { field.XX, field.YY, field.ZZ })
            part.Voxels.AsSpan().Fill(1);
        var inputs = new TumorInputs { Tensors = field, TensorFile = "dti.nii.gz" };
        inputs.Check(head);
        field.XY.Voxels.AsSpan().Fill(2);
        Should
            .Throw<BadInputException>(() => inputs.Check(head))
            .Message.ShouldMatch(
                @"dti.nii.gz: \d+ tensors in white matter aren't positive definite, the first at voxel"
            );
    }

    [Fact]
    public void Tensors_turn_with_the_subject()
    {
        // The subject lies turned by 90 degrees about the vertical: what runs to the right there runs to the front here.
        var grid = SubjectSettings.Centred(new(9, 9, 9), Spacing.Isotropic(2));
        var measured = new Simulation.Fields.TensorField(grid);
        measured.XX.Voxels.AsSpan().Fill(2);
        measured.YY.Voxels.AsSpan().Fill(0.5f);
        measured.ZZ.Voxels.AsSpan().Fill(0.5f);
        var map = new AffineMap(Affine.FromColumns(new(0, -1, 0), new(1, 0, 0), new(0, 0, 1), default));
        var t = new DiffusionTensors(measured, map).On(SubjectSettings.Centred(new(5, 5, 5), Spacing.Isotropic(1)));
        t.YY[2, 2, 2].ShouldBe(2, 1e-4f);
        t.XX[2, 2, 2].ShouldBe(0.5f, 1e-4f);
        t.XY[2, 2, 2].ShouldBe(0, 1e-4f);
    }

    private string Write(Affine affine, float[] values, int intent)
    {
        var geometry = new VolumeGeometry(new(2, 2, 2), affine);
        var path = Path.Combine(_folder, $"{Guid.NewGuid():n}.nii.gz");
        NiftiWriter.WriteSeries(
            path,
            [
                .. values.Select(v =>
                {
                    var volume = new Volume<float>(geometry);
                    volume.Voxels.AsSpan().Fill(v);
                    return volume;
                }),
            ],
            intent
        );
        return path;
    }
}
