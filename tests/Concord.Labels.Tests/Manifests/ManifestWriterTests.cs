using Concord.Labels.Manifests;

namespace Concord.Labels.Tests.Manifests;

public sealed class ManifestWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ManifestWriterTests()
    {
        Directory.CreateDirectory(_folder.File("data/tissue"));
        Directory.CreateDirectory(_folder.File("data/lesions"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Writes_what_the_reader_reads(bool relative)
    {
        var manifest = ManifestReader.Parse(
            ManifestReaderTests.Good.Replace("[sub-07, sub-08]", "[101]", StringComparison.Ordinal),
            _folder.File("m.yaml")
        );
        var path = relative ? _folder.File("data/copy.yaml") : _folder.File("elsewhere/copy.yaml");
        ManifestWriter.Write(manifest, path, relative);
        File.ReadAllText(path).Contains(_folder.Path, StringComparison.Ordinal).ShouldBe(!relative);
        var copy = ManifestReader.Read(path);

        copy.Space.Classes.ShouldBe(manifest.Space.Classes);
        copy.Datasets.Count.ShouldBe(3);
        foreach (var (a, b) in manifest.Datasets.Zip(copy.Datasets))
        {
            b.Name.ShouldBe(a.Name);
            b.Root.TrimEnd('/').ShouldBe(a.Root.TrimEnd('/'));
            b.Sequences.Select(s => (s.Key, s.Value.Text)).ShouldBe(a.Sequences.Select(s => (s.Key, s.Value.Text)));
            b.Labels?.Text.ShouldBe(a.Labels?.Text);
            b.IsSameWorld.ShouldBe(a.IsSameWorld);
            b.Mask.ToString().ShouldBe(a.Mask.ToString());
            (b.Protocol is null).ShouldBe(a.Protocol is null);
            if (a.Protocol is not null)
                ManifestReaderTests.Meanings(b).ShouldBe(ManifestReaderTests.Meanings(a));
            foreach (var (c, d) in new[] { (a.Split.Validation, b.Split.Validation), (a.Split.Test, b.Split.Test) })
            {
                d.Fraction.ShouldBe(c.Fraction);
                d.Subjects.ShouldBe(c.Subjects);
            }
        }
    }
}
