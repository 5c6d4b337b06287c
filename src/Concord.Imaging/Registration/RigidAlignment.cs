using Concord.Imaging.Geometry;

namespace Concord.Imaging.Registration;

/// <summary>How one image lies to another.</summary>
/// <param name="Transform">From a point of the fixed image's world to the same anatomy in the moving image's, in mm.</param>
/// <param name="LargestShift">How far it moves the corner of the head's box that it moves most, in mm.</param>
/// <param name="Information">The mutual information of both images where they overlap, in nats; more is better.</param>
/// <param name="InformationBefore">The same where the headers have them; 0 if they don't overlap there.</param>
/// <param name="Overlap">The part of the fixed image's head that the moving image covers, 0 to 1.</param>
public sealed record RigidAlignment(
    RigidTransform Transform,
    double LargestShift,
    double Information,
    double InformationBefore,
    double Overlap
)
{
    /// <summary>The moving image's grid in the fixed image's world: only its affine changes.</summary>
    public VolumeGeometry Place(VolumeGeometry moving) =>
        new(moving.Size, Transform.ToAffine().Inverse().Compose(moving.Affine));

    /// <summary>The moving image with the same voxels in the fixed image's world; nothing is interpolated.</summary>
    public Volume<T> Place<T>(Volume<T> moving)
        where T : unmanaged => new(Place(moving.Geometry), moving.Voxels);
}
