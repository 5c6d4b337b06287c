namespace Concord.Labels.Tests;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("concord-labels-").FullName;

    /// <summary>A path inside.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes empty files and the folders that they lie in.</summary>
    public void Touch(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
            System.IO.File.WriteAllBytes(File(name), []);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
