namespace Concord.Learning.Preprocessing.Intensities;

/// <summary>Every scale of intensities, one entry each; the files of the scales have formulas and sources.</summary>
public static class IntensityScales
{
    /// <summary>The first is the default.</summary>
    public static IReadOnlyList<IntensityScale> All { get; } = [new MedianScale(), new ZScoreScale(), new NyulScale()];

    /// <summary>The scale that recipes call so.</summary>
    public static IntensityScale Find(string word) => All.Single(s => s.Word == word);

    /// <summary>The scale that a model's description calls so; null if this version has none.</summary>
    public static IntensityScale? Named(string name) => All.SingleOrDefault(s => s.Name == name);
}
