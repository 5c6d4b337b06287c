using Concord.Imaging;
using Concord.Learning.Checkpoints;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concord-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_back_what_it_wrote()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "a.safetensors");
        var tensors = new Dictionary<string, Tensor>
        {
            ["b"] = randn(2, 3),
            ["a"] = tensor(7L),
            ["c.half"] = randn(5).to_type(ScalarType.BFloat16),
        };
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string> { ["step"] = "12" });
        var read = SafetensorsFile.Read(path, out var metadata);
        metadata["step"].ShouldBe("12");
        read.Keys.Order().ShouldBe(["a", "b", "c.half"]);
        foreach (var (name, tensor) in tensors)
        {
            read[name].dtype.ShouldBe(tensor.dtype);
            read[name].shape.ShouldBe(tensor.shape);
            read[name].eq(tensor).all().item<bool>().ShouldBeTrue();
        }
    }

    [Fact]
    public void Writes_the_same_bytes_for_the_same_tensors_in_any_order()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (randn(4), randn(2));
        var (first, second) = (Path.Combine(_folder, "1"), Path.Combine(_folder, "2"));
        SafetensorsFile.Write(first, new Dictionary<string, Tensor> { ["x"] = x, ["y"] = y });
        SafetensorsFile.Write(second, new Dictionary<string, Tensor> { ["y"] = y, ["x"] = x });
        File.ReadAllBytes(first).ShouldBe(File.ReadAllBytes(second));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(-3)]
    public void Refuses_a_file_that_is_cut_short(int keep)
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "cut.safetensors");
        SafetensorsFile.Write(path, new Dictionary<string, Tensor> { ["x"] = randn(40) });
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(keep > 0 ? keep : bytes.Length + keep)]);
        Should.Throw<BadInputException>(() => SafetensorsFile.Read(path, out _)).Problem.ShouldContain("not a whole");
    }
}
