using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy.BrainWeb;

namespace Concord.Simulation.Tests.Anatomy.BrainWeb;

public sealed class BrainWebReaderTests : IDisposable
{
    private readonly BrainWebFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("phantom_1.0mm_normal_crisp.rawb", "phantom_1.0mm_normal", null)]
    [InlineData("phantom_1.0mm_msles2_wml.mnc.gz", "phantom_1.0mm_msles2", BrainWebClass.Lesion)]
    [InlineData("phantom_1.0mm_normal_gry.mnc", "phantom_1.0mm_normal", BrainWebClass.GreyMatter)]
    [InlineData("phantom_1.0mm_normal_m+s.rawb.gz", "phantom_1.0mm_normal", BrainWebClass.Muscle)]
    [InlineData("phantom_1.0mm_normal_muscles_skin.rawb", "phantom_1.0mm_normal", BrainWebClass.Muscle)]
    [InlineData("phantom_1.0mm_normal_skn.raws", "phantom_1.0mm_normal", BrainWebClass.Skin)]
    [InlineData("phantom_1.0mm_normal_mit.rawb", "phantom_1.0mm_normal", BrainWebClass.Connective)]
    [InlineData("subject04_crisp_v.mnc.gz", "subject04", null)]
    [InlineData("subject_04.bin.gz", "subject04", null)]
    [InlineData("subject54_gm_v.rawb", "subject54", BrainWebClass.GreyMatter)]
    [InlineData("subject54_wht.raws.gz", "subject54", BrainWebClass.WhiteMatter)]
    [InlineData("subject54_muscles_v.rawb", "subject54", BrainWebClass.Muscle)]
    [InlineData("subject54_muscles_skin_v.rawb", "subject54", BrainWebClass.Skin)]
    [InlineData("subject54_fat_v.mnc", "subject54", BrainWebClass.Fat)]
    [InlineData("subject54_fat2_v.mnc", "subject54", BrainWebClass.AroundFat)]
    [InlineData("subject54_marrow_v.mnc", "subject54", BrainWebClass.Marrow)]
    [InlineData("Subject54_CSF_v.MNC.GZ", "subject54", BrainWebClass.Csf)]
    public void Names_say_what_a_file_is(string name, string anatomy, BrainWebClass? memberOf)
    {
        var file = BrainWebFile.Of(name).ShouldNotBeNull();
        file.Anatomy.ShouldBe(anatomy);
        file.Class.ShouldBe(memberOf);
        var table = anatomy.StartsWith("subject", StringComparison.Ordinal)
            ? BrainWebTable.Subjects
            : BrainWebTable.Phantom;
        file.Table.ShouldBeSameAs(table);
    }

    [Theory]
    [InlineData("t1_icbm_normal_1mm_pn3_rf20.rawb")]
    [InlineData("subject04_t1w_p4.mnc.gz")]
    [InlineData("subject04_crisp_v.nii.gz")]
    [InlineData("phantom_1.0mm_normal_csf.txt")]
    [InlineData("phantom_1.0mm_normal.rawb")]
    public void Other_files_are_passed_over(string name) => BrainWebFile.Of(name).ShouldBeNull();

    [Fact]
    public void Finds_all_anatomies_of_a_folder_in_order()
    {
        _folder.Add("subject05_crisp_v.rawb", _ => 0, isSubject: true);
        _folder.Add("subject04_crisp_v.rawb", _ => 0, isSubject: true).Add("notes.txt", [1]);
        _folder.Add("phantom_1.0mm_normal_crisp.rawb", _ => 0);
        _folder
            .Find()
            .Select(a => (a.Name, a.IsFuzzy))
            .ShouldBe([("phantom_1.0mm_normal", false), ("subject04", false), ("subject05", false)]);
    }

    [Fact]
    public void Prefers_memberships_and_minc()
    {
        foreach (var word in new[] { "csf", "gm", "wm", "bck" })
            _folder.Add($"subject04_{word}_v.rawb", _ => 0, isSubject: true);
        _folder.Add("subject04_gm_v.mnc.gz", [1]).Add("subject04_crisp_v.rawb", _ => 1, isSubject: true);
        var anatomy = _folder.Find().ShouldHaveSingleItem();
        anatomy.IsFuzzy.ShouldBeTrue();
        anatomy
            .Files.Select(Path.GetFileName)
            .ShouldBe(["subject04_bck_v.rawb", "subject04_csf_v.rawb", "subject04_gm_v.mnc.gz", "subject04_wm_v.rawb"]);

        // A file that is named decides.
        var crisp = BrainWebReader.Find(_folder.File("subject04_crisp_v.rawb"));
        crisp.ShouldHaveSingleItem().Load().Crisp.ShouldNotBeNull();
        var raw = BrainWebReader.Find(_folder.File("subject04_gm_v.rawb"));
        raw.ShouldHaveSingleItem().Files.ShouldContain(_folder.File("subject04_gm_v.rawb"));
    }

    [Fact]
    public void Takes_labels_when_memberships_are_incomplete()
    {
        _folder.Add("phantom_1.0mm_normal_csf.rawb", _ => 0).Add("phantom_1.0mm_normal_crisp.rawb", i => i % 11);
        _folder.Load().Crisp.ShouldNotBeNull();
    }

    [Fact]
    public void Labels_of_the_phantom_are_its_own_numbers()
    {
        var volumes = _folder.Add("phantom_1.0mm_msles2_crisp.rawb.gz", i => i % 11).Load();
        volumes.Geometry.ShouldBe(BrainWebFolder.Grids[0]);
        volumes.Fuzzy.ShouldBeNull();
        var labels = volumes.Crisp.ShouldNotBeNull().Voxels;
        for (var i = 0; i < labels.Length; i++)
            labels[i].ShouldBe((byte)(i % 11));
        volumes.Crisp.Voxels[10].ShouldBe((byte)BrainWebClass.Lesion);
        volumes.Crisp.Voxels[8].ShouldBe((byte)BrainWebClass.Glial);
    }

    [Theory]
    [InlineData("subject04_crisp_v.rawb", false, 1.0)]
    [InlineData("subject04_crisp.raws", true, 1.0)]
    [InlineData("subject_04.bin.gz", true, 16.0)]
    [InlineData("subject04_crisp_v.raws.gz", true, 4095 / 255.0)]
    public void Labels_of_the_subjects_have_their_own_table(string name, bool isWords, double factor)
    {
        var volumes = _folder.Add(name, i => (int)Math.Round(i % 12 * factor), isSubject: true, isWords).Load();
        volumes.Geometry.ShouldBe(BrainWebFolder.Grids[1]);
        BrainWebClass[] expected =
        [
            BrainWebClass.Background,
            BrainWebClass.Csf,
            BrainWebClass.GreyMatter,
            BrainWebClass.WhiteMatter,
            BrainWebClass.Fat,
            BrainWebClass.Muscle,
            BrainWebClass.Skin,
            BrainWebClass.Skull,
            BrainWebClass.Vessels,
            BrainWebClass.AroundFat,
            BrainWebClass.Dura,
            BrainWebClass.Marrow,
        ];
        var labels = volumes.Crisp.ShouldNotBeNull().Voxels;
        for (var i = 0; i < labels.Length; i++)
            ((BrainWebClass)labels[i]).ShouldBe(expected[i % 12]);
    }

    [Fact]
    public void Counts_the_values_that_a_table_does_not_have()
    {
        _folder.Add(
            "phantom_1.0mm_normal_crisp.rawb",
            i =>
                i < 3 ? 11
                : i == 7 ? 200
                : 2
        );
        var refusal = Should.Throw<BadInputException>(() => _folder.Load());
        refusal.Problem.ShouldBe(
            "holds values outside the table of the classic phantom: 11 (3 voxels), 200 (1 voxels)"
        );
        refusal.Culprit.ShouldBe(_folder.File("phantom_1.0mm_normal_crisp.rawb"));
        using var words = new BrainWebFolder();
        words.Add("subject04_crisp.raws", i => i == 5 ? 19 : 16, isSubject: true, isWords: true);
        Should
            .Throw<BadInputException>(() => words.Load())
            .Problem.ShouldBe("holds values outside the table of the 20 subjects: 19 (1 voxels)");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memberships_are_shares(bool isWords)
    {
        var most = isWords ? 4095 : 255;
        // Grey matter rises from 0 to 1 in steps that both depths have, white matter falls.
        int Grey(int i) => i % 6 * (most / 5);
        var suffix = isWords ? "raws" : "rawb";
        _folder.Add($"subject04_gm_v.{suffix}", Grey, isSubject: true, isWords);
        _folder.Add($"subject04_wm_v.{suffix}", i => most - Grey(i), isSubject: true, isWords);
        _folder.Add($"subject04_csf_v.{suffix}", _ => 0, isSubject: true, isWords);
        var volumes = _folder.Load();
        volumes.Warnings.ShouldBeEmpty();
        volumes.Crisp.ShouldBeNull();
        var fuzzy = volumes.Fuzzy.ShouldNotBeNull();
        fuzzy
            .Keys.Order()
            .ShouldBe([
                BrainWebClass.Background,
                BrainWebClass.Csf,
                BrainWebClass.GreyMatter,
                BrainWebClass.WhiteMatter,
            ]);
        for (var i = 0; i < 960; i++)
        {
            fuzzy[BrainWebClass.GreyMatter].Voxels[i].ShouldBe(i % 6 / 5f, 1e-6f);
            fuzzy[BrainWebClass.WhiteMatter].Voxels[i].ShouldBe(1 - i % 6 / 5f, 1e-6f);
            fuzzy[BrainWebClass.Background].Voxels[i].ShouldBe(0);
        }
    }

    [Fact]
    public void Sums_that_are_off_in_the_brain_are_warned_of_and_mended()
    {
        // Rounding in voxels 0 to 9, a gap in 10 to 12, and a hole outside the brain.
        _folder.Add(
            "phantom_1.0mm_normal_gry.rawb",
            i =>
                i < 10 ? 128
                : i < 13 ? 100
                : i < 20 ? 10
                : 255
        );
        _folder.Add(
            "phantom_1.0mm_normal_wht.rawb",
            i =>
                i < 10 ? 129
                : i < 13 ? 104
                : 0
        );
        _folder.Add("phantom_1.0mm_normal_csf.rawb", _ => 0).Add("phantom_1.0mm_normal_bck.rawb", _ => 0);
        var volumes = _folder.Load();
        volumes
            .Warnings.ShouldHaveSingleItem()
            .ShouldStartWith(
                "phantom_1.0mm_normal: the memberships of 3 voxels of the brain don't sum to 1 (off by up to 0.2)"
            );
        var fuzzy = volumes.Fuzzy!;
        fuzzy[BrainWebClass.GreyMatter].Voxels[5].ShouldBe(128 / 257f, 1e-6f);
        fuzzy[BrainWebClass.GreyMatter].Voxels[11].ShouldBe(100 / 204f, 1e-6f);
        fuzzy[BrainWebClass.GreyMatter].Voxels[15].ShouldBe(10 / 255f, 1e-6f);
        fuzzy[BrainWebClass.Background].Voxels[15].ShouldBe(245 / 255f, 1e-6f);
        SumsShouldBeOne(fuzzy);
    }

    [Fact]
    public void Without_a_file_the_background_is_what_is_left_outside_the_brain()
    {
        _folder
            .Add("phantom_1.0mm_normal_gry.rawb", i => i < 10 ? 255 : 0)
            .Add("phantom_1.0mm_normal_wht.rawb", _ => 0);
        _folder
            .Add("phantom_1.0mm_normal_csf.rawb", _ => 0)
            .Add("phantom_1.0mm_normal_skn.rawb", i => i < 10 ? 0 : 153);
        var volumes = _folder.Load();
        volumes.Warnings.ShouldBeEmpty();
        volumes.Fuzzy![BrainWebClass.Skin].Voxels[10].ShouldBe(0.6f, 1e-6f);
        volumes.Fuzzy[BrainWebClass.Background].Voxels[10].ShouldBe(0.4f, 1e-6f);
        SumsShouldBeOne(volumes.Fuzzy);
    }

    [Fact]
    public void Any_memberships_sum_to_one_with_any_number_of_threads()
    {
        string[] words = ["bck", "csf", "gry", "wht", "skn", "gli"];
        Gen.Byte.Array[120]
            .Array[words.Length]
            .Sample(
                values =>
                {
                    using var folder = new BrainWebFolder();
                    for (var w = 0; w < words.Length; w++)
                        folder
                            .Describe($"phantom_1.0mm_normal_{words[w]}.rawb")
                            .Add($"phantom_1.0mm_normal_{words[w]}.rawb", values[w]);
                    var (one, many) = (folder.Load(threads: 1), folder.Load(threads: 3));
                    SumsShouldBeOne(one.Fuzzy!);
                    foreach (var (member, volume) in one.Fuzzy!)
                        volume.Voxels.ShouldBe(many.Fuzzy![member].Voxels);
                    one.Warnings.ShouldBe(many.Warnings);
                },
                iter: 20
            );
    }

    [Fact]
    public void Minc_files_say_themselves_where_they_lie()
    {
        _folder.Add("subject04_crisp_v.mnc.gz", Minc(start: -31.5, [0, 1, 5, 6, 8, 11, 9, 10]));
        var volumes = _folder.Load();
        volumes.Geometry.ShouldBe(
            new(new(2, 2, 2), Affine.FromSpacing(Spacing.Isotropic(0.5), new(-31.5, -31.5, -31.5)))
        );
        volumes.Crisp!.Voxels.ShouldBe([
            (byte)BrainWebClass.Background,
            (byte)BrainWebClass.Csf,
            (byte)BrainWebClass.Muscle,
            (byte)BrainWebClass.Skin,
            (byte)BrainWebClass.Vessels,
            (byte)BrainWebClass.Marrow,
            (byte)BrainWebClass.AroundFat,
            (byte)BrainWebClass.Dura,
        ]);
    }

    [Fact]
    public void Files_of_one_model_must_lie_in_one_place()
    {
        _folder.Add("subject04_csf_v.mnc", Minc(start: 0, new byte[8]));
        _folder.Add("subject04_gm_v.mnc", Minc(start: 0, [1, 1, 1, 1, 1, 1, 1, 1]));
        _folder.Add("subject04_wm_v.mnc", Minc(start: 1, new byte[8]));
        Should
            .Throw<BadInputException>(() => _folder.Load())
            .Problem.ShouldBe("lies 1.73 mm away from subject04_csf_v.mnc");
        File.Delete(_folder.File("subject04_wm_v.mnc"));
        _folder.Add("subject04_wm_v.rawb", _ => 0, isSubject: true);
        Should
            .Throw<BadInputException>(() => _folder.Load())
            .Problem.ShouldBe("has 10x12x8 voxels, but subject04_csf_v.mnc has 2x2x2");
    }

    [Fact]
    public void Says_why_a_model_is_refused()
    {
        Should
            .Throw<BadInputException>(() => _folder.Find())
            .Problem.ShouldBe("holds none of BrainWeb's anatomical models");
        Should
            .Throw<BadInputException>(() => BrainWebReader.Find(_folder.File("no")))
            .Problem.ShouldBe("no such file or folder");
        _folder.Add("a.txt", [1]);
        Should
            .Throw<BadInputException>(() => BrainWebReader.Find(_folder.File("a.txt")))
            .Problem.ShouldBe("is none of BrainWeb's");
        _folder.Add("subject04_gm_v.rawb", _ => 0, isSubject: true);
        Should
            .Throw<BadInputException>(() => _folder.Load())
            .Problem.ShouldBe("subject04 lacks the memberships of Csf, WhiteMatter");
        _folder.Add("subject04_csf_v.mnc", Minc(start: 0, [2, 0, 0, 0, 0, 0, 0, 0]));
        _folder.Add("subject04_wm_v.mnc", Minc(start: 0, new byte[8]));
        Should
            .Throw<BadInputException>(() => _folder.Load())
            .Problem.ShouldBe("1 voxels are outside the range of a membership, 0 to 1");
    }

    [Fact]
    public void Raw_voxels_of_another_length_are_refused()
    {
        _folder.Add("phantom_1.0mm_normal_crisp.rawb", new byte[7]);
        Should.Throw<BadInputException>(() => _folder.Load()).Problem.ShouldStartWith("holds 7 bytes; BrainWeb's raw");
        _folder.Describe("phantom_1.0mm_normal_crisp.rawb");
        Should
            .Throw<BadInputException>(() => _folder.Load())
            .Problem.ShouldBe("5x6x4 voxels of 1 bytes need 120 bytes, but the file holds 7");
    }

    private static void SumsShouldBeOne(IReadOnlyDictionary<BrainWebClass, Volume<float>> fuzzy)
    {
        for (var i = 0; i < fuzzy.Values.First().Voxels.Length; i++)
            fuzzy.Values.Sum(v => v.Voxels[i]).ShouldBe(1, 1e-5f);
    }

    // Bytes that stand for themselves, 0.5 mm apart.
    private static byte[] Minc(double start, byte[] voxels) =>
        MincFile.Bytes(new(new(2, 2, 2), Affine.FromSpacing(Spacing.Isotropic(0.5), new(start, start, start))), voxels);
}
