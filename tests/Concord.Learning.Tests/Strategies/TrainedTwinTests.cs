using Concord.Labels.Manifests;
using Concord.Learning.Recipes;
using Concord.Learning.Strategies;
using Concord.Learning.Tests.Training;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Strategies;

public sealed class TrainedTwinTests : IDisposable
{
    private readonly TinyData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Only_a_finished_network_of_the_same_data_and_recipe_is_taken()
    {
        var recipe = Trainer.Resolve(TinyData.Recipe with { Strategy = "multi-unet", Steps = 3 });
        var twin = new RunFolder(Path.Combine(_data.Folder, "twin"));
        Trainer.Run(_data.Manifest, recipe, twin.Path, resume: false, new SilentObserver());
        var network = twin.OfDataset("lesions");
        var own = ManifestReader.Read(network.Manifest);
        var asked = recipe with { Strategy = "multi-unet-shared" };

        Take(own, asked with { Steps = 4 }).ShouldBeFalse("not finished");
        Take(own, asked with { Seed = asked.Seed + 1 }).ShouldBeFalse("another seed");
        Take(_data.Manifest, asked).ShouldBeFalse("other data");
        TrainedTwin.TryTake(new(twin.Path + "-none"), Member(), own, asked).ShouldBeFalse("no twin");
        Directory.Exists(Member().Path).ShouldBeFalse();
        Take(own, asked with { CheckpointSeconds = 7 }).ShouldBeTrue();
        File.ReadAllBytes(Member().State).ShouldBe(File.ReadAllBytes(network.State));
        RecipeReader.Read(Member().Recipe).Strategy.ShouldBe("multi-unet-shared");
        Take(own, asked).ShouldBeFalse("it is there");

        RunFolder Member() => new(Path.Combine(_data.Folder, "member"));
        bool Take(Manifest manifest, Recipe how) => TrainedTwin.TryTake(network, Member(), manifest, how);
    }
}
