using System.Buffers.Binary;
using Concord.Imaging.Geometry;
using Concord.Imaging.Pictures;
using Concord.Imaging.Spatial;

namespace Concord.Imaging.Tests.Pictures;

public sealed class SlicePictureTests
{
    private static readonly int[] Colors = [0, 0xFF0000, 0x00FF00];

    [Fact]
    public void Right_is_on_the_left_and_front_and_top_are_up_whatever_the_orientation()
    {
        // A bright block at the subject's right, front and top, in a grid whose sides all differ.
        var geometry = new VolumeGeometry(new(20, 24, 28), Affine.FromSpacing(Spacing.Isotropic(1)));
        var scan = new Volume<float>(geometry);
        for (var z = 12; z < 26; z++)
        for (var y = 10; y < 22; y++)
        for (var x = 8; x < 18; x++)
            scan[x, y, z] = 100;
        foreach (var orientation in Orientation.All)
        {
            var picture = SlicePicture.ThreePlanes(
                Reorient.To(scan, orientation),
                null,
                Colors,
                height: 28,
                centred: true
            );
            // Axial 20 wide, coronal 20, sagittal 24, with 4 between.
            picture.Width.ShouldBe(20 + 4 + 20 + 4 + 24);
            Centroid(picture, 0, 20)
                .ShouldSatisfyAllConditions(
                    c => c.X.ShouldBeLessThan(10, "axial: right"),
                    c => c.Y.ShouldBeLessThan(14, "axial: front")
                );
            Centroid(picture, 24, 44)
                .ShouldSatisfyAllConditions(
                    c => c.X.ShouldBeLessThan(10, "coronal: right"),
                    c => c.Y.ShouldBeLessThan(14, "coronal: top")
                );
            Centroid(picture, 48, 72)
                .ShouldSatisfyAllConditions(
                    c => c.X.ShouldBeLessThan(12, "sagittal: front"),
                    c => c.Y.ShouldBeLessThan(14, "sagittal: top")
                );
        }
    }

    [Fact]
    public void Outlines_labels_and_leaves_their_inside_grey()
    {
        var geometry = new VolumeGeometry(new(30, 30, 3), Affine.FromSpacing(Spacing.Isotropic(1)));
        var (scan, labels) = (new Volume<float>(geometry), new Volume<byte>(geometry));
        for (var y = 3; y < 8; y++)
        for (var x = 3; x < 8; x++)
            labels[x, y, 1] = 2;
        var picture = SlicePicture.Draw(scan, labels, Colors, PlaneKind.Axial, 1, 1, (0, 1));
        // Rows and columns run the other way in the picture.
        Color(picture, 22, 22).ShouldBe(0x00FF00);
        Color(picture, 26, 24).ShouldBe(0x00FF00);
        Color(picture, 24, 24).ShouldBe(0);
        Color(picture, 21, 21).ShouldBe(0);
    }

    [Fact]
    public void Keeps_the_proportions_of_thick_slices()
    {
        var geometry = new VolumeGeometry(new(40, 40, 10), Affine.FromSpacing(new(1, 1, 4)));
        var scan = new Volume<float>(geometry);
        var coronal = SlicePicture.Draw(scan, null, Colors, PlaneKind.Coronal, 20, 2, (0, 1));
        (coronal.Width, coronal.Height).ShouldBe((80, 80));
    }

    [Fact]
    public void The_window_leaves_the_brightest_few_voxels_out()
    {
        var voxels = Enumerable.Range(0, 10000).Select(i => i < 9990 ? (float)(i % 100) : 1e6f).ToArray();
        var (low, high) = SlicePicture.Window(voxels);
        low.ShouldBeLessThan(2);
        high.ShouldBe(99, 1f);
        SlicePicture.Window(new float[10]).ShouldBe((0, 1));
    }

    [Fact]
    public void A_picture_is_a_PNG_of_its_size()
    {
        var png = new Raster(7, 5).ToPng().AsSpan();
        png[..8].ToArray().ShouldBe([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        BinaryPrimitives.ReadInt32BigEndian(png[16..]).ShouldBe(7);
        BinaryPrimitives.ReadInt32BigEndian(png[20..]).ShouldBe(5);
    }

    private static int Color(Raster picture, int x, int y)
    {
        var i = 3 * (x + picture.Width * y);
        return picture.Pixels[i] << 16 | picture.Pixels[i + 1] << 8 | picture.Pixels[i + 2];
    }

    // Of what is half bright or more, the letter R apart, which is drawn white at the left edge.
    private static (double X, double Y) Centroid(Raster picture, int from, int to)
    {
        double x = 0,
            y = 0,
            count = 0;
        for (var py = 0; py < picture.Height; py++)
        for (var px = from; px < to; px++)
        {
            if ((Color(picture, px, py) & 0xFF) < 128)
                continue;
            x += px - from;
            y += py;
            count++;
        }

        return (x / count, y / count);
    }
}
