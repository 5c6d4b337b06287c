using Concord.Imaging;
using Concord.Learning.Recipes;

namespace Concord.Learning.Tests.Recipes;

public sealed class RecipeTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("paper")]
    [InlineData("demo")]
    public void Survives_being_written_and_read(string name)
    {
        var recipe = RecipeReader.Read(name);
        var yaml = RecipeWriter.ToYaml(recipe);
        RecipeWriter.ToYaml(RecipeReader.Parse(yaml, "again.yaml")).ShouldBe(yaml);
    }

    [Fact]
    public void Few_voxels_are_enough_where_there_are_several_patches_or_no_levels()
    {
        RecipeReader.Parse("batch: 2\npatch: [8, 8, 8]", "r.yaml").Batch.ShouldBe(2);
        RecipeReader.Parse("network: { levels: 1 }\npatch: [64, 64, 1]", "r.yaml").Network.Levels.ShouldBe(1);
    }

    [Fact]
    public void A_folder_of_any_name_survives_too()
    {
        foreach (var name in new[] { "/data/my \"cache\"", @"C:\cache: [not]", "# 1" })
        {
            var yaml = RecipeWriter.ToYaml(new() { Cache = name, Tile = [8, 16, 24] });
            var read = RecipeReader.Parse(yaml, "again.yaml");
            read.Cache.ShouldBe(Path.GetFullPath(name));
            read.Tile.ShouldBe([8, 16, 24]);
        }

        Should
            .Throw<BadInputException>(() => RecipeReader.Parse("cache: \"\"", "r.yaml"))
            .Message.ShouldContain("r.yaml:1");
        var automatic = RecipeReader.Parse("cache: auto\ntile: auto", "again.yaml");
        RecipeWriter.ToYaml(automatic).ShouldBe(RecipeWriter.ToYaml(new()));
    }

    [Fact]
    public void Preparation_survives_too_and_runs_of_before_have_todays_default()
    {
        var recipe = new Recipe { BiasField = "n4", Intensities = "nyul" };
        Of(RecipeReader.Parse(RecipeWriter.ToYaml(recipe), "again.yaml")).ShouldBe(("n4", "nyul"));
        Of(RecipeReader.Parse("preparation: { registration: auto }", "r.yaml")).ShouldBe(("none", "median"));

        static (string, string) Of(Recipe r) => (r.BiasField, r.Intensities);
    }

    [Theory]
    [InlineData("stepz: 3", "r.yaml:1: unknown key 'stepz'")]
    [InlineData("batch: 0", "r.yaml:1: batch is not a whole number")]
    [InlineData("batch: 2\npatch: [30, 32, 32]", "r.yaml:2: patch [30, 32, 32] doesn't fit 4 levels")]
    [InlineData("learning_rate: 0,001", "r.yaml:1: learning_rate is not a number")]
    [InlineData("strategy: magic", "r.yaml:1: unknown strategy 'magic'")]
    [InlineData("preparation: { bias_field: n3 }", "r.yaml:1: unknown bias_field 'n3' (known: none, n4)")]
    [InlineData(
        "preparation: { intensities: raw }",
        "r.yaml:1: unknown intensities 'raw' (known: median, zscore, nyul)"
    )]
    [InlineData("network: { norm: layer }", "r.yaml:1: unknown norm 'layer'")]
    [InlineData(
        "batch: 1\npatch: [8, 8, 8]",
        "r.yaml:2: a patch of [8, 8, 8] is a single voxel in the deepest of 4 levels"
    )]
    [InlineData(
        "network: { levels: 6, norm: instance }",
        "a patch of [32, 32, 32] is a single voxel in the deepest of 6 levels"
    )]
    public void Names_the_line_of_a_bad_field(string yaml, string message) =>
        Should.Throw<BadInputException>(() => RecipeReader.Parse(yaml, "r.yaml")).Message.ShouldContain(message);
}
