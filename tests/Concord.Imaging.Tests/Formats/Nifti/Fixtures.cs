using System.Text.Json;
using Concord.Imaging.Geometry;

namespace Concord.Imaging.Tests.Formats.Nifti;

/// <summary>Files made by nibabel, and what nibabel reads from them.</summary>
internal static class Fixtures
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    private static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", "Nifti");

    public static IReadOnlyList<Expected> All { get; } =
        JsonSerializer.Deserialize<List<Expected>>(File.ReadAllText(Path("expected.json")), Options)!;

    public static string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Reads three rows of four numbers.</summary>
    public static Affine ToAffine(IReadOnlyList<double> m) =>
        new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11]);

    /// <summary>The largest difference between entries.</summary>
    public static double Difference(Affine a, Affine b) =>
        Enumerable
            .Range(0, 4)
            .Select(column => a.Column(column) - b.Column(column))
            .Max(d => Math.Max(Math.Abs(d.X), Math.Max(Math.Abs(d.Y), Math.Abs(d.Z))));

    internal sealed record Expected(string File, int[] Shape, double[] Affine, double[] Values);
}
