using Concord.Imaging.Geometry;

namespace Concord.Imaging.Formats;

/// <summary>ITK's world, in which x runs to the left and y to the back.</summary>
internal static class LpsWorld
{
    /// <summary>The same map into RAS+, or from RAS+ into this world.</summary>
    public static Affine Turn(Affine a) =>
        new(-a.M00, -a.M01, -a.M02, -a.M03, -a.M10, -a.M11, -a.M12, -a.M13, a.M20, a.M21, a.M22, a.M23);
}
