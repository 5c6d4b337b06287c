namespace Concord.Imaging.Geometry;

/// <summary>
/// Where the three axes of a volume run, as three letters out of R/L, A/P and S/I: "RAS" means that the first index grows
/// towards the subject's right, the second towards anterior, the third towards superior. There are 48.
/// </summary>
public readonly record struct Orientation
{
    private const string Positive = "RAS";
    private const string Negative = "LPI";

    private Orientation(int world0, bool flip0, int world1, bool flip1, int world2, bool flip2)
    {
        (_world0, _world1, _world2) = ((byte)world0, (byte)world1, (byte)world2);
        (_flip0, _flip1, _flip2) = (flip0, flip1, flip2);
    }

    private readonly byte _world0,
        _world1,
        _world2;
    private readonly bool _flip0,
        _flip1,
        _flip2;

    /// <summary>The axes of world space itself, and the working orientation of everything in Concord.</summary>
    public static Orientation Ras { get; } = new(0, false, 1, false, 2, false);

    /// <summary>All 48.</summary>
    public static IReadOnlyList<Orientation> All { get; } = MakeAll();

    /// <summary>Reads a code such as "LIA".</summary>
    /// <exception cref="FormatException">It isn't three letters that name each world axis once.</exception>
    public static Orientation Parse(string code)
    {
        foreach (var orientation in All)
            if (string.Equals(orientation.ToString(), code, StringComparison.OrdinalIgnoreCase))
                return orientation;
        throw new FormatException($"'{code}' is not an orientation such as RAS or LPI.");
    }

    /// <summary>The orientation whose axes lie closest to the columns of an affine, oblique ones included.</summary>
    public static Orientation Of(Affine affine)
    {
        var (best, bestScore) = (Ras, double.NegativeInfinity);
        foreach (var candidate in All)
        {
            var score = 0.0;
            for (var axis = 0; axis < 3; axis++)
            {
                var column = affine.Column(axis);
                var along = candidate.WorldAxis(axis) switch
                {
                    0 => column.X,
                    1 => column.Y,
                    _ => column.Z,
                };
                score += (candidate.IsFlipped(axis) ? -along : along) / column.Length;
            }

            if (score > bestScore + 1e-9)
                (best, bestScore) = (candidate, score);
        }

        return best;
    }

    /// <summary>The world axis (0 left-right, 1 posterior-anterior, 2 inferior-superior) that a volume axis runs along.</summary>
    public int WorldAxis(int axis) =>
        axis switch
        {
            0 => _world0,
            1 => _world1,
            _ => _world2,
        };

    /// <summary>True if the volume axis runs towards left, posterior or inferior.</summary>
    public bool IsFlipped(int axis) =>
        axis switch
        {
            0 => _flip0,
            1 => _flip1,
            _ => _flip2,
        };

    /// <summary>The volume axis that runs along a world axis.</summary>
    public int VolumeAxis(int worldAxis) =>
        _world0 == worldAxis ? 0
        : _world1 == worldAxis ? 1
        : 2;

    /// <summary>The three letters.</summary>
    public override string ToString() =>
        string.Create(
            3,
            this,
            static (span, o) =>
            {
                for (var axis = 0; axis < 3; axis++)
                    span[axis] = (o.IsFlipped(axis) ? Negative : Positive)[o.WorldAxis(axis)];
            }
        );

    private static Orientation[] MakeAll()
    {
        int[][] permutations =
        [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ];
        return
        [
            .. from p in permutations
            from flips in Enumerable.Range(0, 8)
            select new Orientation(p[0], (flips & 1) != 0, p[1], (flips & 2) != 0, p[2], (flips & 4) != 0),
        ];
    }
}
