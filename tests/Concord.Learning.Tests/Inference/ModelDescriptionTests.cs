using Concord.Imaging;
using Concord.Imaging.Filters;
using Concord.Learning.Inference;
using Concord.Learning.Preprocessing;
using Concord.Learning.Preprocessing.Intensities;

namespace Concord.Learning.Tests.Inference;

public sealed class ModelDescriptionTests : IDisposable
{
    private static readonly double[] Standard = [-2, -1.1, -1, -0.9, -1.0 / 3, 0, 0.1, 0.4, 1, 1.1, 2];

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("concord-").FullName, "model.json");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private static ModelDescription Model(Preparation preparation) =>
        TwoClasses.Model(new(), 0.5) with
        {
            Preparation = preparation,
        };

    private static Preparation Nyul(double[]? standard = null) =>
        TwoClasses.Preparation() with
        {
            Normalization = new NyulScale().Name,
            Standards = new Dictionary<string, IReadOnlyList<double>> { ["T1"] = standard ?? Standard },
        };

    [Fact]
    public void Standards_survive_to_the_last_bit_and_nothing_else_changes_for_them()
    {
        Model(Nyul()).Write(_path);
        var text = File.ReadAllText(_path);
        var read = ModelDescription.Read(_path);
        read.Preparation.StandardOf("T1").ShouldBe(Standard);
        read.Write(_path);
        File.ReadAllText(_path).ShouldBe(text);
        // What earlier versions read has nothing new in it.
        Model(TwoClasses.Preparation()).Write(_path);
        File.ReadAllText(_path).ShouldNotContain("standards");
        ModelDescription.Read(_path).Format.ShouldBe(2);
    }

    [Fact]
    public void A_sequence_without_a_standard_is_refused()
    {
        var none = Nyul() with { Standards = null };
        var other = Nyul() with { Standards = new Dictionary<string, IReadOnlyList<double>> { ["FLAIR"] = Standard } };
        foreach (var preparation in new[] { none, other, Nyul([-2, 2]), Nyul([.. Standard.Reverse()]) })
        {
            Model(preparation).Write(_path);
            var refusal = Should.Throw<BadInputException>(() => ModelDescription.Read(_path));
            (refusal.Culprit, refusal.Problem).ShouldBe((_path, "has no standard of T1's intensities"));
        }

        // What names networks prepares nothing itself.
        (Model(none) with { Members = ["networks/a"] }).Write(_path);
        ModelDescription.Read(_path).Members.ShouldBe(["networks/a"]);
    }

    [Fact]
    public void A_model_of_corrected_bias_fields_is_for_versions_that_know_of_them()
    {
        Model(TwoClasses.Preparation() with { BiasField = BiasFieldCorrection.Name }).Write(_path);
        var text = File.ReadAllText(_path);
        text.ShouldContain("\"format\": 3");
        var read = ModelDescription.Read(_path);
        read.Preparation.BiasField.ShouldBe(BiasFieldCorrection.Name);
        read.Write(_path);
        File.ReadAllText(_path).ShouldBe(text);
        File.WriteAllText(_path, text.Replace("N4", "N5", StringComparison.Ordinal));
        Should.Throw<BadInputException>(() => ModelDescription.Read(_path)).Problem.ShouldContain("another version");
    }

    [Theory]
    [InlineData("\"floor -4", "\"floor -3")]
    [InlineData("\"format\": 2", "\"format\": 9")]
    public void What_another_version_did_otherwise_is_refused(string known, string other)
    {
        Model(TwoClasses.Preparation()).Write(_path);
        ModelDescription.Read(_path);
        File.WriteAllText(_path, File.ReadAllText(_path).Replace(known, other, StringComparison.Ordinal));
        Should
            .Throw<BadInputException>(() => ModelDescription.Read(_path))
            .Problem.ShouldBe("the model was made by another version of Concord, which prepared images otherwise");
    }
}
