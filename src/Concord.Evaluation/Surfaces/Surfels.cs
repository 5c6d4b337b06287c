using Concord.Imaging.Geometry;

namespace Concord.Evaluation.Surfaces;

/// <summary>
/// The areas of surface elements of the surface-distance package that BraTS measures with: between the centres of 2 x 2 x 2
/// voxels a surface of triangles (marching cubes, Lorensen and Cline 1987), with vertices in the middle of the edges.
/// </summary>
/// <remarks>
/// A code has a bit for each of the eight voxels: 128 for the first along every axis, 1 for the last, the third axis's bit
/// being the lowest. The package's table of triangles follows from these rules, which a test holds against its sums: on a
/// face whose voxels alternate, those of the minority are kept apart; a polygon is divided into the triangles of the largest
/// total area, and among these into those with the largest one.
/// </remarks>
internal static class Surfels
{
    private const int Codes = 256;
    private const int Corners = 8;

    // Four voxels, an L and one alone: here the table takes the complement's surface, for whatever reason.
    private static readonly int[] TakenFromComplement = [30, 54, 57, 86, 89, 120];

    private static readonly IReadOnlyList<Point3>[] Normals = [.. Enumerable.Range(0, Codes).Select(NormalsOf)];

    /// <summary>The area in mm² of each code.</summary>
    public static double[] Areas(Spacing s) =>
        [
            .. Normals.Select(normals =>
                normals.Sum(n => new Point3(n.X * s.Y * s.Z, n.Y * s.X * s.Z, n.Z * s.X * s.Y).Length)
            ),
        ];

    // Half the cross product of two sides of each triangle, voxels being 1 long.
    private static IReadOnlyList<Point3> NormalsOf(int code)
    {
        var normals = new List<Point3>();
        foreach (var loop in Loops(Canonical(code)))
            normals.AddRange(
                Triangulations(loop, 0, loop.Count - 1)
                    .OrderByDescending(t => Math.Round(t.Sum(n => n.Length), 6))
                    .ThenByDescending(t => t.Max(n => n.Length))
                    .First()
            );
        return normals;
    }

    private static int Canonical(int code)
    {
        var (count, complement) = (int.PopCount(code), Codes - 1 - code);
        if (count != Corners / 2)
            return count < Corners / 2 ? code : complement;
        // An L and one alone: a polygon of five and a triangle.
        if (!Loops(code).Exists(l => l.Count == 5))
            return code;
        var low = Math.Min(code, complement);
        return TakenFromComplement.Contains(low) ? Codes - 1 - low : low;
    }

    /// <summary>The polygons around the voxels of a code, each a ring of edge middles.</summary>
    private static List<List<Point3>> Loops(int code)
    {
        var next = new Dictionary<Point3, List<Point3>>();
        for (var axis = 0; axis < 3; axis++)
        for (var side = 0; side < 2; side++)
        {
            var ring = new[] { (0, 0), (1, 0), (1, 1), (0, 1) }
                .Select(p => Corner(axis, side, p.Item1, p.Item2))
                .ToList();
            for (var i = 0; i < 4; i++)
            {
                if (!IsIn(code, ring[i]))
                    continue;
                // From where the boundary leaves this run of voxels back to where it came to it.
                var first = i;
                if (IsIn(code, ring[(i + 3) % 4]))
                    continue;
                var last = i;
                while (IsIn(code, ring[(last + 1) % 4]))
                    last++;
                Join(Middle(ring[(first + 3) % 4], ring[first]), Middle(ring[last % 4], ring[(last + 1) % 4]));
            }
        }

        var loops = new List<List<Point3>>();
        var seen = new HashSet<Point3>();
        foreach (var start in next.Keys)
        {
            if (!seen.Add(start))
                continue;
            var loop = new List<Point3> { start };
            while (next[loop[^1]].Exists(seen.Add))
                loop.Add(next[loop[^1]].Find(p => !loop.Contains(p)));
            loops.Add(loop);
        }

        return loops;

        void Join(Point3 a, Point3 b)
        {
            foreach (var (from, to) in new[] { (a, b), (b, a) })
            {
                if (!next.TryGetValue(from, out var others))
                    next[from] = others = [];
                others.Add(to);
            }
        }
    }

    /// <summary>Every way to divide a part of a ring, from one vertex to another, into triangles.</summary>
    private static IEnumerable<List<Point3>> Triangulations(List<Point3> ring, int from, int to)
    {
        if (to - from < 2)
        {
            yield return [];
            yield break;
        }

        for (var between = from + 1; between < to; between++)
        {
            var own = Normal(ring[from], ring[between], ring[to]);
            foreach (var left in Triangulations(ring, from, between))
            foreach (var right in Triangulations(ring, between, to))
                yield return [.. left, .. right, own];
        }
    }

    private static Point3 Corner(int axis, int side, int a, int b) =>
        axis switch
        {
            0 => new(side, a, b),
            1 => new(a, side, b),
            _ => new(a, b, side),
        };

    private static bool IsIn(int code, Point3 corner) =>
        (code >> (7 - (4 * (int)corner.X + 2 * (int)corner.Y + (int)corner.Z)) & 1) != 0;

    private static Point3 Middle(Point3 a, Point3 b) => (a + b) * 0.5;

    private static Point3 Normal(Point3 a, Point3 b, Point3 c)
    {
        var (u, v) = (b - a, c - a);
        return new Point3(u.Y * v.Z - u.Z * v.Y, u.Z * v.X - u.X * v.Z, u.X * v.Y - u.Y * v.X) * 0.5;
    }
}
