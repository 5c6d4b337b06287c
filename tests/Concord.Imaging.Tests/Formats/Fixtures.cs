using System.Text.Json;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats;

/// <summary>Files made by others, and what nibabel reads from them: see tests/fixtures.</summary>
internal static class Fixtures
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>NIfTI.</summary>
    public static IReadOnlyList<Expected> All { get; } = ReadAll("Nifti");

    /// <summary>The other formats.</summary>
    public static IReadOnlyList<Expected> Others { get; } = ReadAll("Formats");

    /// <summary>A NIfTI file.</summary>
    public static string Path(string name) => In("Nifti", name);

    /// <summary>A file of another format.</summary>
    public static string OtherPath(string name) => In("Formats", name);

    /// <summary>Reads three rows of four numbers.</summary>
    public static Affine ToAffine(IReadOnlyList<double> m) =>
        new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11]);

    /// <summary>The largest difference between entries.</summary>
    public static double Difference(Affine a, Affine b) =>
        Enumerable
            .Range(0, 4)
            .Select(column => a.Column(column) - b.Column(column))
            .Max(d => Math.Max(Math.Abs(d.X), Math.Max(Math.Abs(d.Y), Math.Abs(d.Z))));

    private static string In(string folder, string name) =>
        System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", folder, name);

    private static List<Expected> ReadAll(string folder) =>
        JsonSerializer.Deserialize<List<Expected>>(File.ReadAllText(In(folder, "expected.json")), Options)!;

    internal sealed record Expected(string File, int[] Shape, double[] Affine, double[] Values);
}
