namespace Concord.Imaging.Formats.Minc;

/// <summary>
/// How stored voxels become real values: those in the valid range, from <paramref name="Low"/> to
/// <paramref name="High"/>, lie evenly between the image's minimum and maximum, which each slice, or row, may have for
/// itself. Others are clipped to the range, as nibabel does.
/// </summary>
/// <param name="Low">The least valid stored value.</param>
/// <param name="High">The largest, above <paramref name="Low"/>.</param>
/// <param name="Slopes">By which an offset from <paramref name="Low"/> is multiplied, one a part of the volume.</param>
/// <param name="Minima">The real value of <paramref name="Low"/>, one a part.</param>
internal sealed record MincScale(double Low, double High, double[] Slopes, double[] Minima)
{
    /// <summary>The scale of an image, or null if it holds real numbers, which MINC doesn't scale.</summary>
    public static MincScale? Of(
        IReadOnlyDictionary<string, NetcdfVariable> variables,
        NetcdfVariable image,
        bool isUnsigned,
        string path,
        Func<NetcdfVariable, ReadOnlyMemory<byte>> read
    )
    {
        if (image.Type is NetcdfType.Float32 or NetcdfType.Float64)
            return null;
        var (low, high) = ValidRange(image, isUnsigned, path);
        var (minimum, maximum) = (
            Require(variables, image, "image-min", path),
            Require(variables, image, "image-max", path)
        );
        if (!minimum.Dimensions.SequenceEqual(maximum.Dimensions))
            throw Bad(path, "its image-min and image-max have different dimensions");
        var minima = NetcdfAttribute.ToNumbers(minimum.Type, read(minimum).Span);
        var maxima = NetcdfAttribute.ToNumbers(maximum.Type, read(maximum).Span);
        var slopes = new double[minima.Length];
        for (var i = 0; i < slopes.Length; i++)
        {
            slopes[i] = (maxima[i] - minima[i]) / (high - low);
            if (!double.IsFinite(slopes[i]))
                throw Bad(path, $"its real values are given as {minima[i]} to {maxima[i]}");
        }

        return new(low, high, slopes, minima);
    }

    /// <summary>The variable that holds minima or maxima; its dimensions must be the image's first ones.</summary>
    public static NetcdfVariable Require(
        IReadOnlyDictionary<string, NetcdfVariable> variables,
        NetcdfVariable image,
        string name,
        string path
    )
    {
        if (!variables.TryGetValue(name, out var variable))
            throw Bad(path, $"has no {name}, so that its real values aren't known");
        // The last dimension must be left: a voxel has no scale of its own.
        var isPrefix =
            variable.Dimensions.Count < image.Dimensions.Count
            && variable.Dimensions.SequenceEqual(image.Dimensions.Take(variable.Dimensions.Count));
        return isPrefix && variable.Type != NetcdfType.Char
            ? variable
            : throw Bad(path, $"its {name} doesn't fit the image");
    }

    private static (double Low, double High) ValidRange(NetcdfVariable image, bool isUnsigned, string path)
    {
        var bits = 8 * NetcdfHeader.BytesOf(image.Type);
        var least = isUnsigned ? 0 : -Math.Pow(2, bits - 1);
        var largest = least + Math.Pow(2, bits) - 1;
        // An attribute has no signtype: the upper half of an unsigned type may be stored as negative numbers.
        double Unsign(double v) => isUnsigned && v < 0 ? v + Math.Pow(2, bits) : v;
        var (low, high) = (least, largest);
        if (image.Numbers("valid_range") is [var a, var b, ..])
            (low, high) = (Math.Min(Unsign(a), Unsign(b)), Math.Max(Unsign(a), Unsign(b)));
        else if (image.Numbers("valid_min") is [var c, ..] && image.Numbers("valid_max") is [var d, ..])
            (low, high) = (Unsign(c), Unsign(d));
        return low >= least && high <= largest && low < high
            ? (low, high)
            : throw Bad(path, $"its valid range, {low} to {high}, doesn't fit its voxels");
    }

    private static BadInputException Bad(string path, string problem) => new(path, problem, "export it again");
}
