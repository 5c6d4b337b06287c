using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;
using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Tumors;

/// <summary>
/// Extends a displacement into the skull so far that what the bulk gains is what healthy tissue loses: what lies inside the
/// skull, the bulk included, keeps its volume. The true wall cuts through cells, each in its own way; how much is right on the
/// whole, the volumes say.
/// </summary>
internal sealed class WallBalance
{
    // The volume is close to linear in the share, from none of the displacement to half as much again.
    private const float Least = 0;
    private const float Most = 1.5f;

    // ml, well below what is tested of any volume.
    private const double Noticed = 0.01;

    // Places along each axis of a cell: one for each leaves an error of some tenths of a millilitre.
    private const int Places = 3;
    private const int PlacesInCell = Places * Places * Places;

    // How many cells from the wall the displacement's extension can change what lies inside.
    private const int Reach = 2;

    // Cells whose places are looked up together.
    private const int Batch = 32;

    private static readonly IReadOnlyList<Tissue> Inside = [.. Tissues.Brain, Tissue.Connective, Tissue.Vessel];

    private readonly AnatomySource _subject;
    private readonly FieldSampler _seed;
    private readonly Volume<byte> _materials;
    private readonly IReadOnlyList<int>[] _walls;
    private readonly int _threads;
    private readonly double _before;

    /// <param name="subject">The healthy subject.</param>
    /// <param name="seed">The bulk in it before it grew, on a grid of its own.</param>
    /// <param name="materials">What the mechanics took the head for.</param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores.</param>
    public WallBalance(AnatomySource subject, Volume<float> seed, Volume<byte> materials, int threads)
    {
        (_subject, _seed, _materials, _threads) = (subject, new(seed), materials, threads);
        _walls = new IReadOnlyList<int>[materials.Size.Z];
        Rows.ForEachPlane(materials.Size.Z, threads, z => _walls[z] = Walls(z));
        _before = Filled(null);
    }

    /// <summary>The displacement of a growth, extended.</summary>
    public VectorField Extend(VectorField backward)
    {
        // A wall along the faces of cells would need all of it.
        var all = Surplus(1);
        var half = Math.Abs(all) < Noticed ? all : Surplus(0.5f);
        // Far from any wall the share makes no difference, and nothing says which is right.
        var steps = Math.Abs(all - half) < Noticed ? 0 : all / (half - all);
        return Extended((float)Math.Clamp(1 + steps / 2, Least, Most));

        double Surplus(float share) => Filled(Extended(share)) - _before;

        VectorField Extended(float share) => WallExtension.Extend(backward, _materials, share, _threads);
    }

    /// <summary>The millilitres that lie inside the skull, healthy or bulk, of what is near its wall.</summary>
    private double Filled(VectorField? backward)
    {
        var (grid, planes) = (_materials.Geometry, new double[_walls.Length]);
        var map = backward is null ? null : new DisplacementMap(backward);
        Rows.ForEachPlane(
            _walls.Length,
            _threads,
            () => new Scratch(Batch * PlacesInCell),
            (z, scratch) =>
            {
                foreach (var cells in _walls[z].Chunk(Batch))
                    planes[z] += Filled(cells, map, scratch);
            }
        );
        return planes.Sum() * grid.VoxelVolume / PlacesInCell / 1000;
    }

    private double Filled(int[] cells, DisplacementMap? map, Scratch scratch)
    {
        var (points, bulk) = (scratch.Points, scratch.Bulk);
        for (var c = 0; c < cells.Length; c++)
            Place(cells[c], points, c * PlacesInCell);
        map?.Apply(points);
        if (map is not null)
            _seed.Fill(points, bulk);
        _subject.Fill(points, scratch.Shares);
        var sum = 0.0;
        foreach (var tissue in Inside)
        {
            var shares = scratch.Shares[tissue];
            if (!_subject.Present.Contains(tissue))
                continue;
            for (var i = 0; i < cells.Length * PlacesInCell; i++)
                sum += shares[i] * (1 - bulk[i]);
        }

        for (var i = 0; i < cells.Length * PlacesInCell; i++)
            sum += bulk[i];
        return sum;
    }

    private void Place(int cell, PointRow points, int first)
    {
        var at = Voxels.Index(_materials.Size, cell);
        for (var i = 0; i < PlacesInCell; i++)
        {
            var (x, y, z) = (i % Places, i / Places % Places, i / (Places * Places));
            var p = _materials.Geometry.Affine.Apply(at + new Point3(Offset(x), Offset(y), Offset(z)));
            (points.X[first + i], points.Y[first + i], points.Z[first + i]) = ((float)p.X, (float)p.Y, (float)p.Z);
        }

        static double Offset(int place) => (place + 0.5) / Places - 0.5;
    }

    /// <summary>The cells of a plane that have both rigid and soft ones in reach.</summary>
    private List<int> Walls(int z)
    {
        var (size, cells) = (_materials.Size, new List<int>());
        for (var y = 0; y < size.Y; y++)
        for (var x = 0; x < size.X; x++)
        {
            var own = IsRigid(x, y, z);
            var isWall = false;
            for (var k = Math.Max(z - Reach, 0); k <= Math.Min(z + Reach, size.Z - 1) && !isWall; k++)
            for (var j = Math.Max(y - Reach, 0); j <= Math.Min(y + Reach, size.Y - 1) && !isWall; j++)
            for (var i = Math.Max(x - Reach, 0); i <= Math.Min(x + Reach, size.X - 1) && !isWall; i++)
                isWall = IsRigid(i, j, k) != own;
            if (isWall)
                cells.Add(_materials.Index(x, y, z));
        }

        return cells;
    }

    private bool IsRigid(int x, int y, int z) => (HeadMaterial)_materials[x, y, z] == HeadMaterial.Rigid;

    private sealed class Scratch
    {
        public Scratch(int count)
        {
            Points = new(count);
            Shares = new(Points);
            Bulk = new float[count];
        }

        public PointRow Points { get; }
        public ShareRow Shares { get; }
        public float[] Bulk { get; }
    }
}
