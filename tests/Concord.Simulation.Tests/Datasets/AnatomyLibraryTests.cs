using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Datasets;
using Concord.Simulation.Tests.Anatomy.LabelMaps;

namespace Concord.Simulation.Tests.Datasets;

public sealed class AnatomyLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    [Fact]
    public void Label_maps_take_turns_and_are_read_once_while_kept()
    {
        var map = BoxHead.Make();
        foreach (var name in new[] { "c.nii", "a.nii", "b.nii" })
            NiftiWriter.Write(In($"maps/{name}"), map);
        File.WriteAllText(In("maps/readme.txt"), "not an image");
        var library = AnatomyLibrary.Open(In("maps"));
        (library.Count, library.IsProcedural).ShouldBe((3, false));
        Enumerable.Range(0, 5).Select(library.EntryOf).ShouldBe([0, 1, 2, 0, 1]);
        var first = library.For(0, 1);
        first.Name.ShouldBe("a");
        library.For(3, 9).ShouldBeSameAs(first);
        // Two are kept.
        library.For(1, 1).Name.ShouldBe("b");
        library.For(0, 1).ShouldBeSameAs(first);
        library.For(1, 1).Name.ShouldBe("b");
        library.For(2, 1).Name.ShouldBe("c");
        library.For(0, 1).ShouldNotBeSameAs(first);
        // The map's lesions are white matter by default.
        first.Present.ShouldNotContain(Tissue.Lesion);
        var one = AnatomyLibrary.Open(In("maps/b.nii"), keepLesions: true);
        one.Count.ShouldBe(1);
        one.For(5, 1).Present.ShouldContain(Tissue.Lesion);
        // As FreeSurfer writes it: a file that is named is meant, in a folder of such it would be one of many scans.
        ImageFile.Write(In("maps/aseg.mgz"), map);
        AnatomyLibrary.Open(In("maps/aseg.mgz")).For(0, 1).Name.ShouldBe("aseg");
        AnatomyLibrary.Open(In("maps")).Count.ShouldBe(3);
    }

    [Fact]
    public void Every_subject_has_a_procedural_head_of_its_own()
    {
        var library = AnatomyLibrary.Open("procedural", edge: 4);
        (library.Count, library.IsProcedural).ShouldBe((0, true));
        float[] White(ulong seed) => library.For(0, seed).Sample(Grids.Coarse)[Tissue.WhiteMatter].Voxels;
        var one = White(1);
        White(1).ShouldBe(one);
        White(2).SequenceEqual(one).ShouldBeFalse();
    }

    [Fact]
    public void Says_what_is_missing()
    {
        Should
            .Throw<BadInputException>(() => AnatomyLibrary.Open(In("none")))
            .Problem.ShouldBe("no such folder or file");
        Should
            .Throw<BadInputException>(() => AnatomyLibrary.Open(_folder))
            .Problem.ShouldContain("has neither a label map");
    }
}
