using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Imaging.Geometry;

namespace Concord.Cli.Tests;

public sealed class SimulateTests : IDisposable
{
    private static readonly string[] Small = ["--size", "40x48x40", "--spacing", "4"];
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    [Fact]
    public void Makes_a_set_that_check_accepts()
    {
        var result = Concord.Run([
            "simulate",
            "lesions",
            .. Small,
            "-n",
            "2",
            "--lesion-volume",
            "20",
            "-o",
            In("set"),
        ]);
        result.Code.ShouldBe(0, result.Error);
        result.Output.ShouldBe($"{In("set/manifest.yaml")}\n");
        result.Error.ShouldContain($"check {In("set/manifest.yaml")}");
        Directory
            .GetFiles(In("set/sub-002"))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ShouldBe(["FLAIR.nii.gz", "T1.nii.gz", "dseg.tsv", "labels.nii.gz", "lesions.tsv", "subject.json"]);
        NiftiReader.ReadGeometry(In("set/sub-001/T1.nii.gz")).Size.ShouldBe(new(40, 48, 40));

        var check = Concord.Run("check", In("set/manifest.yaml"));
        check.Code.ShouldBe(0, check.Output + check.Error);
        check.Output.ShouldContain("The dataset can be trained on.");
        check.Remarks.ShouldBeEmpty();

        var image = File.ReadAllBytes(In("set/sub-001/T1.nii.gz"));
        var again = Concord.Run(["simulate", "lesions", .. Small, "-n", "2", "--lesion-volume", "20", "-o", In("set")]);
        again.Code.ShouldBe(0, again.Error);
        again.Error.ShouldContain("2 of 2 subjects are there already");
        IsRefused(
            ["lesions", .. Small, "-n", "2", "--lesion-volume", "21", "-o", In("set")],
            $"error: {In("set")}: holds subjects that were made with other settings (choose another folder with -o"
        );
        File.ReadAllBytes(In("set/sub-001/T1.nii.gz")).ShouldBe(image);
    }

    [Fact]
    public void Makes_healthy_brains_from_label_maps()
    {
        NiftiWriter.Write(In("maps/one.nii.gz"), Map());
        string[] command = ["simulate", "brain", "--anatomy", In("maps"), "--size", "own", "-n", "1", "--structures"];
        var result = Concord.Run([.. command, "--deformation", "0", "-o", In("set")]);
        result.Code.ShouldBe(0, result.Error);
        // 70,400 voxels: nearly all is what an anatomy and the runtime take.
        result.Error.ShouldContain("1 subject, 1 at a time, about 0.5 GB");
        // Without any deformation, on the map's own grid, the structures are the map.
        var structures = NiftiReader.Read(In("set/sub-001/structures.nii.gz"));
        structures.ToLabels().Voxels.ShouldBe(Map().Voxels);
        structures.Geometry.CornerDistance(Map().Geometry).ShouldBeLessThan(1e-3);
        File.ReadAllText(In("set/sub-001/subject.json")).ShouldContain("\"anatomy\": \"one\"");
        var check = Concord.Run("check", In("set/manifest.yaml"));
        check.Code.ShouldBe(0, check.Output + check.Error);
    }

    [Fact]
    public void Says_in_one_line_what_is_wrong()
    {
        IsRefused(
            ["brain", .. Small, "--anatomy", In("none"), "-o", In("set")],
            $"error: {In("none")}: no such folder or file (give a folder of label maps or BrainWeb's models, or procedural)"
        );
        IsRefused(
            ["brain", .. Small, "--sequences", "T9", "-o", In("set")],
            "error: --sequences: there is no sequence T9 ("
        );
        IsRefused(
            ["brain", .. Small, "--sequences", "T2", "--parameter", "T2.TE=9999", "-o", In("set")],
            "error: --parameter: T2 can't have a TE of 9999 (its parameters are TR 3300, TE 120, and must fit each other)"
        );
        IsRefused(["brain", .. Small], "error: Option '--output' is required (see concord simulate brain --help)");
        IsRefused(
            ["brain", "-n", "1", "--size", "own", "-o", In("set")],
            "error: --size: a procedural head has no grid of its own (give a size)"
        );
        IsRefused(["brain", "-n", "1", "--lesion-volume", "3", "-o", In("set")], "error: Unrecognized command");
        IsRefused(
            ["brain", "-n", "1", "--size", "own", "--spacing", "2", "-o", In("set")],
            "error: --spacing: means nothing with --size own (leave one of them out)"
        );
        IsRefused(["brain", .. Small, "-o", ""], "error: --output: is empty (give a value, or leave it out)");
        Directory.Exists(In("set")).ShouldBeFalse();

        Directory.CreateDirectory(In("thesis"));
        File.WriteAllText(In("thesis/chapter.txt"), "");
        IsRefused(
            ["brain", .. Small, "-o", In("thesis")],
            $"error: {In("thesis")}: is not empty, and no simulation (choose another folder with -o)"
        );
    }

    [Fact]
    public void Lists_codes_that_a_label_map_must_not_have()
    {
        var map = Map();
        map.Voxels.AsSpan(0, 3).Fill(601);
        map.Voxels[10] = 600;
        NiftiWriter.Write(In("odd.nii"), map);
        string[] command = ["brain", .. Small, "--anatomy", In("odd.nii"), "-n", "1", "-o", In("set")];
        IsRefused(
            command,
            $"error: {In("odd.nii")}: has codes that FreeSurfer's table doesn't know: 600 (1 voxels), 601 (3 voxels) "
                + "(mend the label map, or take them for air with --ignore-unknown)"
        );
        // Into the same folder, in which nothing was made.
        var asked = Concord.Run(["simulate", .. command, "--ignore-unknown"]);
        asked.Code.ShouldBe(0, asked.Error);
    }

    [Theory]
    [InlineData("brain")]
    [InlineData("lesions")]
    [InlineData("tumor")]
    public void Help(string kind)
    {
        var result = Concord.Run("simulate", kind, "--help");
        result.Code.ShouldBe(0);
        Golden.Check($"help-simulate-{kind}", result.Output);
    }

    /// <summary>A brain of three boxes in fluid, its left and right alike.</summary>
    private static Volume<int> Map()
    {
        var map = new Volume<int>(
            new VolumeGeometry(
                new(40, 40, 44),
                Affine.FromColumns(new(-4, 0, 0), new(0, 0, -4), new(0, 4, 0), new(80, -90, 70))
            )
        );
        for (var i = 0; i < map.Voxels.Length; i++)
        {
            var (x, y, z) = (i % 40 - 19.5, i / 40 % 40 - 19.5, i / 1600 - 21.5);
            bool Within(double half) => Math.Abs(x) < half && Math.Abs(y) < half && Math.Abs(z) < half + 1;
            map.Voxels[i] =
                Within(8) ? (x > 0 ? 2 : 41)
                : Within(11) ? (x > 0 ? 3 : 42)
                : Within(13) ? 24
                : Within(14) ? 515
                : 0;
        }

        return map;
    }

    private static void IsRefused(string[] arguments, string start)
    {
        var result = Concord.Run(["simulate", .. arguments]);
        result.Code.ShouldBe(2, result.Output + result.Error);
        result.Output.ShouldBeEmpty();
        // Before it, how many subjects it meant to make.
        var lines = result.Error.Split('\n').Where(l => l.Length > 0 && !l.Contains(" at a time, ")).ToArray();
        lines.ShouldHaveSingleItem().ShouldStartWith(start);
    }
}
