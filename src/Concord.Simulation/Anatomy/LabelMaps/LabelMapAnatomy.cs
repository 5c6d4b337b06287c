using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation.Deformation;

namespace Concord.Simulation.Anatomy.LabelMaps;

/// <summary>An anatomy from a label map, which also knows its structures.</summary>
public sealed class LabelMapAnatomy : AnatomySource
{
    private readonly VolumeAnatomy _tissues;
    private readonly Volume<int> _codes;

    internal LabelMapAnatomy(VolumeAnatomy tissues, Volume<int> codes) => (_tissues, _codes) = (tissues, codes);

    /// <inheritdoc/>
    public override string Name => _tissues.Name;

    /// <inheritdoc/>
    public override Point3 Centre => _tissues.Centre;

    /// <inheritdoc/>
    public override Midline Midline => _tissues.Midline;

    /// <inheritdoc/>
    public override VolumeGeometry? Grid => _tissues.Grid;

    internal override double Detail => _tissues.Detail;

    internal override IReadOnlyList<Tissue> Present => _tissues.Present;

    internal override void Fill(PointRow points, ShareRow shares) => _tissues.Fill(points, shares);

    /// <summary>The code at the centre of each voxel of a grid; 0 beyond the map.</summary>
    /// <param name="grid">The subject's grid.</param>
    /// <param name="map">From the subject's points to those of the label map.</param>
    /// <param name="isFlipped">
    /// Whether the map exchanges left and right: then each code becomes that of the other side.
    /// </param>
    public Volume<int> Structures(VolumeGeometry grid, SubjectMap? map, bool isFlipped)
    {
        var result = new Volume<int>(grid);
        var toIndex = _codes.Geometry.Affine.Inverse();
        var size = _codes.Size;
        Parallel.For(
            0,
            grid.Size.Z,
            () => new PointRow(grid.Size.X),
            (z, _, points) =>
            {
                for (var y = 0; y < grid.Size.Y; y++)
                {
                    points.Set(grid.Affine, 0, y, z);
                    map?.Apply(points);
                    points.Transform(toIndex);
                    var row = result.Row(y, z);
                    for (var x = 0; x < row.Length; x++)
                    {
                        var i = (int)MathF.Floor(points.X[x] + 0.5f);
                        var j = (int)MathF.Floor(points.Y[x] + 0.5f);
                        var k = (int)MathF.Floor(points.Z[x] + 0.5f);
                        if ((uint)i >= (uint)size.X || (uint)j >= (uint)size.Y || (uint)k >= (uint)size.Z)
                            continue;
                        var code = _codes.Voxels[_codes.Index(i, j, k)];
                        row[x] = isFlipped ? FreeSurferLabels.Find(code)?.Mirror ?? code : code;
                    }
                }

                return points;
            },
            _ => { }
        );
        return result;
    }
}
