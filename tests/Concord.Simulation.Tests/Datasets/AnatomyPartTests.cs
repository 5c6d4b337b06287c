using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;
using Concord.Simulation.Datasets;

namespace Concord.Simulation.Tests.Datasets;

public sealed class AnatomyPartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Parts_share_no_anatomy_and_leave_none_out()
    {
        var grid = new VolumeGeometry(new(8, 8, 8), Affine.FromSpacing(Spacing.Isotropic(4)));
        for (var i = 0; i < 7; i++)
        {
            var map = new Volume<int>(grid);
            // White and grey matter of both sides, and fluid.
            int[] codes = [2, 41, 3, 42, 24, 0, 4, 43];
            for (var v = 0; v < map.Voxels.Length; v++)
                map.Voxels[v] = codes[v % 8];
            NiftiWriter.Write(Path.Combine(_folder, $"head{i}.nii"), map);
        }

        var whole = AnatomyLibrary.Open(_folder);
        whole.Count.ShouldBe(7);
        var names = Enumerable
            .Range(0, 3)
            .SelectMany(part =>
            {
                var own = whole.Part(part, 3);
                return Enumerable.Range(0, own.Count).Select(i => own.For(i, 1).Name);
            })
            .ToList();
        names.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 7).Select(i => $"head{i}"));
        Should.Throw<BadInputException>(() => whole.Part(7, 8)).Message.ShouldContain("7 anatomies can't be divided");
    }

    [Fact]
    public void Procedural_heads_are_all_different_anyway()
    {
        var library = AnatomyLibrary.Open(AnatomyLibrary.Procedural);
        library.Part(2, 3).IsProcedural.ShouldBeTrue();
    }
}
