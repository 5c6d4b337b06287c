using System.IO.Compression;

namespace Concord.Cli.Tests;

/// <summary>What can be wrong with a user's files: one line, exit code 2, and nothing written.</summary>
public sealed class BadInputTests(BadInputData data) : IClassFixture<BadInputData>, IDisposable
{
    private const int Dimensions = 40;
    private const int Sform = 280;
    private const int Magic = 344;
    private const int Voxels = 352;
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    [Fact]
    public void Gzip_that_is_cut_short()
    {
        using (var stream = new GZipStream(File.Create(In("whole.nii.gz")), CompressionLevel.Fastest))
            stream.Write(Good());
        File.WriteAllBytes(In("cut.nii.gz"), File.ReadAllBytes(In("whole.nii.gz"))[..^30]);
        Predict("cut.nii.gz", "damaged gzip data (copy or download it again)");
    }

    [Fact]
    public void Wrong_magic() => PredictChanged(b => b[Magic] = (byte)'x', "a.nii: wrong magic");

    [Fact]
    public void Sizes_that_the_file_does_not_have() =>
        PredictChanged(
            b => Put(b, Dimensions + 6, (short)13),
            "16x14x13 voxels need 12000 bytes, but the file holds 11104"
        );

    [Fact]
    public void Negative_sizes() => PredictChanged(b => Put(b, Dimensions + 2, (short)-16), "dim[1] is -16");

    [Fact]
    public void Sizes_beyond_all_memory() =>
        PredictChanged(
            b =>
            {
                for (var axis = 1; axis <= 3; axis++)
                    Put(b, Dimensions + 2 * axis, short.MaxValue);
            },
            "32767x32767x32767"
        );

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Voxels_that_are_no_numbers(float value) => PredictChanged(b => Put(b, Voxels + 4000, value), "1 voxel");

    [Fact]
    public void Affine_that_cannot_be_inverted() =>
        PredictChanged(b => b.AsSpan(Sform, 16).Clear(), "mend the header's sform and qform");

    [Fact]
    public void Images_of_a_subject_on_different_grids() => PredictChanged(b => Put(b, Sform + 12, 3.5f), "3.5 mm");

    [Fact]
    public void Unlisted_label_value() =>
        Train(m => m.Replace(", 1: gm", ""), "label values that the protocol doesn't list: 1 in ");

    [Fact]
    public void Pattern_that_matches_nothing() => Train(m => m.Replace("*_T1.nii", "*_T9.nii"), "no file matches T1");

    [Fact]
    public void Empty_pattern() => Train(m => m.Replace("\"*_T1.nii\"", "\"\""), "data.yaml:5: ");

    [Fact]
    public void Unknown_class_in_a_protocol() =>
        Train(m => m.Replace("1: gm", "1: grey"), "data.yaml:7: unknown class 'grey'");

    [Fact]
    public void Sequence_that_the_model_does_not_know() =>
        IsRefusedAtOnce(
            Concord.Run("predict", "--model", data.Model, "-i", $"PD={data.In("data/a_T1.nii")}", "-o", In("out")),
            "doesn't know the sequence PD"
        );

    [Fact]
    public void Sequence_that_the_model_needs() =>
        IsRefusedAtOnce(
            Concord.Run("predict", "--model", data.Model, "-i", $"T1={data.In("data/a_T1.nii")}", "-o", In("out")),
            "the sequence FLAIR is missing"
        );

    [Fact]
    public void Disk_full_while_writing()
    {
        foreach (var arguments in Writers())
        {
            var result = Concord.RunOnSmallDisk(In("out"), arguments);
            Assert.SkipWhen(result is null, "a small disk can't be mounted here");
            IsRefused(result, "can't be written: the disk is full, or a quota is reached");
            // What stands on the disk are whole files under their own names.
            result.Output.Split('\n').ShouldAllBe(name => !name.EndsWith(".tmp", StringComparison.Ordinal));
            result.Output.ShouldNotContain("volumes.tsv");
        }
    }

    [Fact]
    public void File_system_with_a_limit()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a POSIX shell sets the limit");
        foreach (var arguments in Writers())
        {
            IsRefused(Concord.RunWithSmallFiles(arguments), "the file is larger than the file system allows");
            Directory.EnumerateFileSystemEntries(In("out"), ".*.tmp").ShouldBeEmpty();
            Directory.Delete(In("out"), recursive: true);
        }
    }

    private IEnumerable<string[]> Writers() =>
        [
            data.PredictArguments(In("out"), null, "--probabilities"),
            ["train", data.In("data.yaml"), "-o", In("out"), "--recipe", data.In("small.yaml")],
        ];

    private byte[] Good() => File.ReadAllBytes(data.In("data/a_T1.nii"));

    private static void Put(byte[] bytes, int offset, short value) =>
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);

    private static void Put(byte[] bytes, int offset, float value) =>
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);

    private void PredictChanged(Action<byte[]> change, string message)
    {
        var bytes = Good();
        change(bytes);
        File.WriteAllBytes(In("a.nii"), bytes);
        Predict("a.nii", message);
    }

    private void Predict(string file, string message) => IsRefusedAtOnce(data.Predict(In("out"), In(file)), message);

    private void Train(Func<string, string> change, string message)
    {
        var manifest = change(BadInputData.Manifest);
        manifest.ShouldNotBe(BadInputData.Manifest);
        File.WriteAllText(In("data.yaml"), manifest.Replace("root: data", $"root: {data.In("data")}"));
        IsRefusedAtOnce(
            Concord.Run("train", In("data.yaml"), "-o", In("out"), "--recipe", data.In("small.yaml")),
            message
        );
        var check = Concord.Run("check", In("data.yaml"));
        check.Code.ShouldBe(2, check.Output + check.Error);
        check.Error.ShouldContain("error: ");
    }

    private void IsRefusedAtOnce(Concord.Result result, string message)
    {
        IsRefused(result, message);
        result.Output.ShouldBeEmpty();
        Directory.Exists(In("out")).ShouldBeFalse();
    }

    private static void IsRefused(Concord.Result result, string message)
    {
        result.Code.ShouldBe(2, result.Output + result.Error);
        var error = result
            .Error.TrimEnd()
            .Split('\n')
            .Where(l => !l.StartsWith("ace: ", StringComparison.Ordinal))
            .ShouldHaveSingleItem();
        error.ShouldStartWith("error: ");
        error.ShouldContain(message);
        error.ShouldEndWith(")");
    }
}
