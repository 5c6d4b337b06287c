using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Datasets;
using Concord.Simulation.Tests.Anatomy.BrainWeb;

namespace Concord.Simulation.Tests.Datasets;

public sealed class BrainWebLibraryTests : IDisposable
{
    private readonly BrainWebFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Models_and_label_maps_of_a_folder_take_turns_in_the_order_of_their_names()
    {
        BrainWebHead.Write(_folder, Grids.Head, isFuzzy: false, "subject05");
        BrainWebHead.Write(_folder, Grids.Head, isFuzzy: false, "subject04");
        var codes = Grids.Head[Tissue.WhiteMatter];
        var map = codes.With(Array.ConvertAll(codes.Voxels, share => share > 0.5f ? 2 : 3));
        NiftiWriter.Write(_folder.File("subject041.nii"), map);
        var library = AnatomyLibrary.Open(_folder.Path);
        library.Count.ShouldBe(3);
        Enumerable
            .Range(0, 4)
            .Select(subject => library.For(subject, 1).Name)
            .ShouldBe(["subject04", "subject041", "subject05", "subject04"]);
        var one = AnatomyLibrary.Open(_folder.File("subject05_crisp_v.mnc"));
        one.Count.ShouldBe(1);
        one.For(0, 1).Name.ShouldBe("subject05");
    }

    [Theory]
    [InlineData(SubjectKind.Brain, false)]
    [InlineData(SubjectKind.Lesions, true)]
    public void Subjects_are_simulated_from_models(SubjectKind kind, bool isFuzzy)
    {
        BrainWebHead.Write(_folder, Grids.Head, isFuzzy);
        var source = AnatomyLibrary.Open(_folder.Path).For(0, 5);
        var subject = SubjectSimulator.Make(source, Settings(kind), 5);
        subject.Source.ShouldBe("subject04");
        var sum = subject.Anatomy.Sum(Enum.GetValues<Tissue>()).Voxels;
        sum.Min().ShouldBe(1, 1e-3f);
        sum.Max().ShouldBe(1, 1e-3f);
        subject.Truth.Voxels.Distinct().Count().ShouldBe(kind == SubjectKind.Lesions ? 5 : 4);
        // Of 3.4 mm are the voxels here: the horns are too narrow for them.
        subject.Anatomy.Millilitres(Tissue.Ventricle).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void A_set_is_simulated_from_models()
    {
        BrainWebHead.Write(_folder, Grids.Head, isFuzzy: false);
        var settings = new DatasetSettings
        {
            Subject = Settings(SubjectKind.Brain),
            Count = 1,
            Seed = 5,
            Anatomy = "brainweb",
        };
        var simulated = _folder.File("simulated");
        DatasetSimulator.Run(settings, AnatomyLibrary.Open(_folder.Path), simulated);
        Directory.GetFiles(simulated, "T1.nii.gz", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_folder_with_neither_is_refused()
    {
        _folder.Add("notes.txt", [1]);
        var refusal = Should.Throw<BadInputException>(() => AnatomyLibrary.Open(_folder.Path));
        refusal.Problem.ShouldBe("has neither a label map (.nii or .nii.gz) nor a model of BrainWeb");
    }

    private static SubjectSettings Settings(SubjectKind kind) =>
        new()
        {
            Kind = kind,
            Geometry = Grids.Coarse,
            Sequences = ["T1"],
            Lesions = new() { Volume = 30 },
        };
}
