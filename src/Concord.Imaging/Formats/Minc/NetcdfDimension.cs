namespace Concord.Imaging.Formats.Minc;

/// <summary>A named length. The record dimension has as many steps as the file has records.</summary>
internal sealed record NetcdfDimension(string Name, long Length, bool IsRecord);
