namespace Concord.Simulation.Tests.Datasets;

/// <summary>What folders hold.</summary>
internal static class Folders
{
    /// <summary>Every file below a folder by its path from there, with its bytes.</summary>
    public static SortedDictionary<string, byte[]> Content(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);
        return new(files.ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllBytes), StringComparer.Ordinal);
    }

    /// <summary>Copies every file.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var (name, bytes) in Content(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            File.WriteAllBytes(Path.Combine(to, name), bytes);
        }
    }

    public static void ShouldHoldTheSame(string folder, string other)
    {
        var (a, b) = (Content(folder), Content(other));
        a.Keys.ShouldBe(b.Keys);
        foreach (var (name, bytes) in a)
            b[name].AsSpan().SequenceEqual(bytes).ShouldBeTrue(name);
    }
}
