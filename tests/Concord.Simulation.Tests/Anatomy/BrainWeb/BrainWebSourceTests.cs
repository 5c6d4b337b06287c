using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Anatomy.BrainWeb;

namespace Concord.Simulation.Tests.Anatomy.BrainWeb;

public sealed class BrainWebSourceTests : IDisposable
{
    private static readonly string[] Words =
    [
        "bck",
        "csf",
        "gry",
        "wht",
        "fat",
        "m+s",
        "skn",
        "skl",
        "gli",
        "mit",
        "wml",
    ];

    private readonly BrainWebFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // Their cisterns are wide and come near to the ventricles.
    [InlineData(13, false)]
    [InlineData(17, true)]
    public void Finds_the_lateral_ventricles(int seed, bool isFuzzy)
    {
        var head = new ProceduralHead((ulong)seed, 2).Sample(Grids.Fine);
        BrainWebHead.Write(_folder, head, isFuzzy);
        var source = BrainWebSource.Make(_folder.Find().ShouldHaveSingleItem(), keepLesions: false);
        source.Midline.ShouldBe(new Midline(default, new(1, 0, 0)));
        var found = source.Sample(Grids.Fine);
        var truth = head.Sum([Tissue.Ventricle, Tissue.Choroid]).Voxels;
        Dice(found[Tissue.Ventricle].Voxels, truth).ShouldBeGreaterThan(0.9);
        // Their wall is fluid in part, and that fluid is the ventricles' too.
        found.Millilitres(Tissue.Ventricle).ShouldBe(head.Millilitres(Tissue.Ventricle, Tissue.Choroid), 8);
        found.Millilitres(Tissues.Csf).ShouldBe(head.Millilitres(Tissues.Csf), 0.05 * head.Millilitres(Tissues.Csf));
    }

    [Fact]
    public void A_head_without_ventricles_gets_none()
    {
        _folder.Add("phantom_1.0mm_normal_crisp.rawb", i => i == 0 ? 3 : 0);
        Make().Present.ShouldNotContain(Tissue.Ventricle);
    }

    [Fact]
    public void Memberships_are_the_files_and_sum_to_one()
    {
        // Two classes share each voxel.
        var random = new Random64(3);
        var voxels = Words.Select(_ => new byte[120]).ToArray();
        for (var i = 0; i < 120; i++)
        {
            var first = random.Next(255);
            voxels[random.Next(8)][i] = (byte)first;
            voxels[8 + random.Next(3)][i] += (byte)(255 - first);
        }

        for (var w = 0; w < Words.Length; w++)
            _folder
                .Describe($"phantom_1.0mm_msles2_{Words[w]}.rawb")
                .Add($"phantom_1.0mm_msles2_{Words[w]}.rawb", voxels[w]);
        var head = Make(keepLesions: true).Sample(BrainWebFolder.Grids[0]);
        // The last voxels along an axis have no neighbours to interpolate with: they count as air.
        for (var z = 0; z < 3; z++)
        for (var y = 0; y < 5; y++)
        for (var x = 0; x < 4; x++)
        {
            double File(params int[] classes) => classes.Sum(c => voxels[c][x + 5 * (y + 6 * z)]) / 255.0;
            double Share(Tissue tissue) => head[tissue][x, y, z];
            // None is off by a part of 216.
            const double Part = 1.0 / MembershipLanes.Whole;
            (Share(Tissue.Csf) + Share(Tissue.Ventricle)).ShouldBe(File(1), Part);
            Share(Tissue.GreyMatter).ShouldBe(File(2, 8), Part);
            Share(Tissue.WhiteMatter).ShouldBe(File(3), Part);
            Share(Tissue.Lesion).ShouldBe(File(10), Part);
            Share(Tissue.Fat).ShouldBe(File(4), Part);
            Share(Tissue.Muscle).ShouldBe(File(5), Part);
            Share(Tissue.Skin).ShouldBe(File(6), Part);
            Share(Tissue.Skull).ShouldBe(File(7), Part);
            Share(Tissue.Connective).ShouldBe(File(9), Part);
            head.Present.Sum(Share).ShouldBe(1, 1e-5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fine_voxels_are_averaged_two_by_two_by_two(bool isFuzzy)
    {
        // Skull on the left, white matter on the right of a plane through the middle of voxels of 1 mm.
        static bool IsSkull(int i) => i % 10 < 5;
        if (isFuzzy)
        {
            _folder.Add("subject04_skull_v.rawb", i => IsSkull(i) ? 255 : 0, isSubject: true);
            _folder.Add("subject04_wm_v.rawb", i => IsSkull(i) ? 0 : 255, isSubject: true);
            _folder.Add("subject04_gm_v.rawb", _ => 0, isSubject: true);
            _folder.Add("subject04_csf_v.rawb", _ => 0, isSubject: true);
        }
        else
            _folder.Add("subject04_crisp_v.rawb", i => IsSkull(i) ? 7 : 3, isSubject: true);

        var source = Make();
        source.Detail.ShouldBe(1, 1e-12);
        source.Grid.ShouldBe(BrainWebFolder.Grids[1]);
        // The classic grid fills the same box.
        var skull = source.Sample(BrainWebFolder.Grids[0])[Tissue.Skull];
        for (var x = 0; x < 4; x++)
            skull[x, 2, 2]
                .ShouldBe(
                    x < 2 ? 1
                        : x == 2 ? 0.5f
                        : 0,
                    1e-5f
                );
    }

    [Fact]
    public void Lesions_are_kept_or_white()
    {
        _folder.Add("phantom_1.0mm_msles2_crisp.rawb", i => i < 60 ? 10 : 3);
        Make(keepLesions: true).Present.ShouldContain(Tissue.Lesion);
        var white = Make(keepLesions: false).Sample(BrainWebFolder.Grids[0]);
        white[Tissue.WhiteMatter][1, 1, 1].ShouldBe(1, 1e-6f);
        white.Has(Tissue.Lesion).ShouldBeFalse();
    }

    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        BrainWebHead.Write(_folder, Grids.Head, isFuzzy: true);
        var model = _folder.Find()[0];
        var one = BrainWebSource.Make(model, threads: 1).Sample(Grids.Coarse);
        var many = BrainWebSource.Make(model, threads: 3).Sample(Grids.Coarse);
        foreach (var tissue in one.Present)
            many[tissue].Voxels.SequenceEqual(one[tissue].Voxels).ShouldBeTrue();
    }

    [Fact]
    public void A_model_without_white_matter_is_refused()
    {
        _folder.Add("phantom_1.0mm_normal_crisp.rawb", _ => 2);
        var refusal = Should.Throw<BadInputException>(() => Make());
        refusal.Problem.ShouldBe("phantom_1.0mm_normal has no white matter");
        refusal.Message.ShouldNotContain("\n");
    }

    private AnatomySource Make(bool keepLesions = false) =>
        BrainWebSource.Make(_folder.Find().ShouldHaveSingleItem(), keepLesions);

    private static double Dice(float[] a, float[] b)
    {
        var both = a.Zip(b, (x, y) => x >= 0.5f && y >= 0.5f ? 1 : 0).Sum();
        return 2.0 * both / (a.Count(x => x >= 0.5f) + b.Count(x => x >= 0.5f));
    }
}
