using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Registration;

namespace Concord.Labels.Subjects;

/// <summary>
/// Brings a subject's images into the world of the first one. Voxels stay as they are: an image that was moved gets another
/// affine, so that it is interpolated once, on the way to the network.
/// </summary>
/// <param name="first">The image that stays where it is.</param>
/// <param name="firstPath">Its file.</param>
/// <param name="registration">Which ones are moved.</param>
internal sealed class SequencePlacement(Volume<float> first, string firstPath, Coregistration registration)
{
    /// <summary>
    /// On one grid images are rarely further apart than this, in mm at a corner of the head's box, where a turn counts most;
    /// what is nearer is left alone.
    /// </summary>
    private const double Apart = 4;

    /// <summary>One that fits better as far away as this has another fault, such as being mirrored.</summary>
    private const double Lost = 20;

    /// <summary>How an image must be moved; null to leave it where its header has it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="path">Its file.</param>
    /// <exception cref="BadInputException">It lies on another grid and can't be, or isn't to be, registered.</exception>
    public RigidAlignment? Of(Volume<float> image, string path)
    {
        var isOnGrid = SubjectReader.IsSameGrid(image.Geometry, first.Geometry);
        if (registration == Coregistration.Never)
        {
            SubjectReader.RequireSameGrid(path, image.Geometry, firstPath, first.Geometry);
            return null;
        }

        if (isOnGrid && registration == Coregistration.Auto)
            return NearOne(image);
        var elsewhere = SubjectReader.GridProblem(image.Geometry, firstPath, first.Geometry);
        return RigidRegistration.Align(first, image)
            ?? throw new BadInputException(
                path,
                $"{(elsewhere is null ? "" : $"{elsewhere}, and ")}can't be registered to {firstPath}: they have too little in common",
                "check that both show the same head, or bring them onto one grid beforehand"
            );
    }

    // An image was meant to lie on the grid that it shares with the first.
    private RigidAlignment? NearOne(Volume<float> image)
    {
        if (RigidRegistration.Refine(first, image) is not { LargestShift: > Apart })
            return null;
        var near = RigidRegistration.Align(first, image, isNear: true);
        return near?.LargestShift is > Apart and < Lost ? near : null;
    }

    /// <summary>What is said of an image that was moved.</summary>
    public SubjectRemark Describe(RigidAlignment alignment, string path)
    {
        var (shift, turn) = (alignment.LargestShift, alignment.Transform.Degrees);
        return new(
            SubjectRemarkKind.Moved,
            path,
            FormattableString.Invariant(
                $"registered to {firstPath}: lay {shift:0.0} mm off, turned by {turn:0.0} degrees"
            )
        );
    }
}
