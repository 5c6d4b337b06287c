using System.Numerics;
using Concord.Imaging;
using Concord.Simulation.Fields;
using Concord.Simulation.Internal;
using Concord.Simulation.Tumors.Mechanics.Internal;

namespace Concord.Simulation.Tumors.Mechanics;

/// <summary>
/// Carries a displacement into the rigid cells beside the head's soft ones, with the opposite sign, so that linear
/// interpolation between cells' centres is zero at the wall, where the solution is. Without it tissue would seem to yield into
/// the skull by half a cell's displacement, and volume would be lost.
/// </summary>
public static class WallExtension
{
    // The smallest Jacobian determinant that is let be.
    private const float NearFold = 0.02f;

    /// <summary>Extends a field.</summary>
    /// <param name="backward">mm, zero in rigid cells.</param>
    /// <param name="materials">The head as <see cref="HeadMaterial"/>, on the same grid.</param>
    /// <param name="share">
    /// How much of the displacement is carried over. One would be right for a wall that runs along the faces of cells;
    /// the true one cuts through cells that count as rigid with up to half of their volume soft.
    /// </param>
    /// <param name="threads">The most threads to use; -1 for as many as there are cores. It doesn't change the result.</param>
    public static VectorField Extend(VectorField backward, Volume<byte> materials, float share, int threads = -1)
    {
        var size = materials.Size;
        var extended = new VectorField(backward.Geometry);
        Rows.ForEachPlane(
            size.Z,
            threads,
            z =>
            {
                for (var y = 0; y < size.Y; y++)
                for (var x = 0; x < size.X; x++)
                {
                    var i = materials.Index(x, y, z);
                    var v = IsSoft(materials.Voxels[i]) ? At(backward, i) : -share * Mean(backward, materials, x, y, z);
                    (extended.X.Voxels[i], extended.Y.Voxels[i], extended.Z.Voxels[i]) = (v.X, v.Y, v.Z);
                }
            }
        );
        Unfold(extended, materials, threads);
        return extended;
    }

    /// <summary>Takes the extension back where the map would fold, or nearly, between a soft cell and a rigid one.</summary>
    private static void Unfold(VectorField extended, Volume<byte> materials, int threads)
    {
        var isChanged = true;
        for (var turn = 0; isChanged; turn++)
        {
            isChanged = false;
            // Without an extension nothing folds: after some halvings it goes altogether.
            var factor = turn < 3 ? 0.5f : 0;
            foreach (var piece in Folding.PiecesBelow(extended, NearFold, threads))
            {
                for (var c = 0; c < 8; c++)
                {
                    var i = Folding.Corner(materials.Size, piece, c);
                    if (IsSoft(materials.Voxels[i]) || At(extended, i) == Vector3.Zero)
                        continue;
                    extended.X.Voxels[i] *= factor;
                    extended.Y.Voxels[i] *= factor;
                    extended.Z.Voxels[i] *= factor;
                    isChanged = true;
                }
            }
        }
    }

    /// <summary>The mean over soft neighbours: those across a face, or else any that touch.</summary>
    private static Vector3 Mean(VectorField field, Volume<byte> materials, int x, int y, int z)
    {
        var size = materials.Size;
        for (var furthest = 1; furthest <= 3; furthest++)
        {
            var (sum, count) = (Vector3.Zero, 0);
            for (var dz = -1; dz <= 1; dz++)
            for (var dy = -1; dy <= 1; dy++)
            for (var dx = -1; dx <= 1; dx++)
            {
                var (i, j, k) = (x + dx, y + dy, z + dz);
                var isNear = Math.Abs(dx) + Math.Abs(dy) + Math.Abs(dz) == furthest;
                var isInside = (uint)i < (uint)size.X && (uint)j < (uint)size.Y && (uint)k < (uint)size.Z;
                if (!isNear || !isInside || !IsSoft(materials[i, j, k]))
                    continue;
                sum += At(field, materials.Index(i, j, k));
                count++;
            }

            if (count > 0)
                return sum / count;
        }

        return Vector3.Zero;
    }

    private static bool IsSoft(byte material) => (HeadMaterial)material != HeadMaterial.Rigid;

    private static Vector3 At(VectorField f, int i) => new(f.X.Voxels[i], f.Y.Voxels[i], f.Z.Voxels[i]);
}
