namespace Concord.Cli.Tests;

/// <summary>What people and scripts read, word for word.</summary>
public sealed class GoldenTests(BadInputData data) : IClassFixture<BadInputData>
{
    [Theory]
    [InlineData("concord")]
    [InlineData("demo")]
    [InlineData("simulate")]
    [InlineData("import")]
    [InlineData("check")]
    [InlineData("train")]
    [InlineData("predict")]
    [InlineData("evaluate")]
    [InlineData("benchmark")]
    [InlineData("cache")]
    public void Help(string command)
    {
        var result = Concord.Run(command == "concord" ? ["--help"] : [command, "--help"]);
        result.Code.ShouldBe(0);
        Golden.Check($"help-{command}", result.Output);
    }

    [Fact]
    public void Check()
    {
        var result = Concord.Run("check", data.In("data.yaml"));
        result.Code.ShouldBe(0, result.Error);
        Golden.Check("check", result.Output, data.Folder);
        Golden.Check("check-json", Concord.Run("check", data.In("data.yaml"), "--json").Output, data.Folder);
    }

    [Fact]
    public void Check_of_a_manifest_with_faults()
    {
        var faulty = BadInputData
            .Manifest.Replace("gm, wmh]", "gm, wm, wmh]")
            .Replace(", 1: gm", ", 2: wm")
            .Replace("root: data", $"root: {data.In("data")}");
        File.WriteAllText(data.In("faulty.yaml"), faulty);
        var result = Concord.Run("check", data.In("faulty.yaml"));
        result.Code.ShouldBe(2);
        Golden.Check("check-faulty", result.Output + result.Error, data.Folder);
    }

    [Fact]
    public void Run_folder()
    {
        Golden.Check("model", File.ReadAllText(Path.Combine(data.Model, "model.json")));
        Golden.Check("recipe", File.ReadAllText(Path.Combine(data.Model, "recipe.yaml")));
        Golden.Check("manifest", File.ReadAllText(Path.Combine(data.Model, "manifest.yaml")), data.Folder);
        Golden.Check("split", File.ReadAllText(Path.Combine(data.Model, "split.tsv")));
    }

    [Fact]
    public void Scores()
    {
        var labels = data.In("data/a_labels.nii");
        string[] command = ["evaluate", "--reference", labels, "--prediction", labels];
        Golden.Check("evaluate", Concord.Run(command).Output);
        Golden.Check("evaluate-json", Concord.Run([.. command, "--json"]).Output);
        var table = Concord.Run([.. command, "-o", data.In("scores.csv")]);
        Golden.Check("evaluate-table", table.Output, data.Folder);
        Golden.Check("evaluate", File.ReadAllText(data.In("scores.csv")));
    }

    [Fact]
    public void Tables_beside_a_segmentation()
    {
        var predict = data.Predict(data.In("out"));
        predict.Code.ShouldBe(0, predict.Error);
        Golden.Check("predict", predict.Output, data.Folder);
        Golden.Check("dseg", File.ReadAllText(data.In("out/dseg.tsv")));
        // The figures are those of one training step, and differ from one kind of processor to another.
        var volumes = File.ReadAllLines(data.In("out/volumes.tsv")).Select(l => string.Join('\t', l.Split('\t')[..2]));
        Golden.Check("volumes", string.Join('\n', volumes));
    }
}
