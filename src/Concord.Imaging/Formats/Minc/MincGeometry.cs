using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats.Minc;

/// <summary>
/// Where a MINC volume lies. A dimension says with <c>start</c> and <c>step</c> (mm) where its voxels are along its
/// <c>direction_cosines</c>; MINC's world runs to the right, to the front and upwards, as RAS+ does. Source: "MINC 1
/// Programmer's Guide", MNI.
/// </summary>
internal static class MincGeometry
{
    private static readonly string[] Names = ["xspace", "yspace", "zspace"];

    /// <summary>The geometry of the image's last three dimensions, the last of them as the first axis.</summary>
    public static VolumeGeometry Of(
        IReadOnlyDictionary<string, NetcdfVariable> variables,
        NetcdfVariable image,
        string path,
        List<string> warnings
    )
    {
        var dimensions = image.Dimensions;
        foreach (var dimension in dimensions)
            if (dimension.Length < 1)
                throw new BadInputException(path, $"its {dimension.Name} has no voxels", "export it again");
        // Products of an int each: no overflow.
        var volumes = dimensions.Take(dimensions.Count - 3).Aggregate(1L, (n, d) => Math.Min(n * d.Length, 1L << 31));
        if (volumes > 1)
            throw new BadInputException(path, $"holds {volumes} volumes (4D), not one", "split it and give one volume");
        var spatial = dimensions.Reverse().Take(3).ToList();
        foreach (var name in Names)
            if (spatial.All(d => d.Name != name))
                throw new BadInputException(
                    path,
                    $"its image has the dimensions {string.Join(", ", dimensions.Select(d => d.Name))}, without {name}",
                    "give a volume of xspace, yspace and zspace"
                );

        var voxels = spatial.Aggregate((Int128)1, (n, d) => n * d.Length);
        if (voxels > 1 << 30)
            throw new BadInputException(
                path,
                $"{string.Join('x', spatial.Select(d => d.Length))} voxels are too many",
                "2^30 is the limit"
            );

        var columns = new Point3[3];
        var origin = default(Point3);
        for (var i = 0; i < 3; i++)
        {
            var (direction, start, step) = Axis(variables, spatial[i], path, warnings);
            columns[i] = direction * step;
            origin += direction * start;
        }

        var affine = Affine.FromColumns(columns[0], columns[1], columns[2], origin);
        if (!affine.IsInvertible)
            throw new BadInputException(
                path,
                "its affine is singular or not finite",
                "mend start, step and direction_cosines of its dimensions"
            );
        return new(new((int)spatial[0].Length, (int)spatial[1].Length, (int)spatial[2].Length), affine);
    }

    private static (Point3 Direction, double Start, double Step) Axis(
        IReadOnlyDictionary<string, NetcdfVariable> variables,
        NetcdfDimension dimension,
        string path,
        List<string> warnings
    )
    {
        var (name, world) = (dimension.Name, Array.IndexOf(Names, dimension.Name));
        var direction = new Point3(world == 0 ? 1 : 0, world == 1 ? 1 : 0, world == 2 ? 1 : 0);
        if (!variables.TryGetValue(name, out var axis))
        {
            warnings.Add($"says nothing of its {name}: it is taken to start at 0 mm in steps of 1 mm");
            return (direction, 0, 1);
        }

        if (axis.Text("spacing") is { } spacing && spacing.StartsWith("irregular", StringComparison.Ordinal))
            throw new BadInputException(path, $"its {name} has irregular steps", "resample it to regular ones");
        if (axis.Numbers("length") is [var length, ..] && length != dimension.Length)
            warnings.Add($"its {name} has {dimension.Length} voxels, though an attribute says {length}");
        if (axis.Numbers("step") is not [var step, ..])
        {
            warnings.Add($"doesn't give the step of its {name}: 1 mm is taken");
            step = 1;
        }

        if (axis.Numbers("direction_cosines") is [var x, var y, var z, ..])
        {
            direction = new(x, y, z);
            if (Math.Abs(direction.Length - 1) > 1e-3)
            {
                warnings.Add($"the direction of its {name} has the length {direction.Length:0.####}: 1 is taken");
                direction *= 1 / direction.Length;
            }
        }

        return (direction, axis.Numbers("start") is [var start, ..] ? start : 0, step);
    }
}
