using Concord.Imaging.Formats;
using Concord.Imaging.Geometry;
using Concord.Imaging.Spatial;
using Concord.Imaging.Tests.Formats;

namespace Concord.Imaging.Tests;

public sealed class ImageFileWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Suffixes => [".nii.gz", ".nii", ".mha", ".nrrd", ".mgz", ".mgh"];

    /// <summary>Whichever way the axes of a file run, the same voxel lies at the same place in the world.</summary>
    [Theory]
    [MemberData(nameof(Suffixes))]
    public void Every_orientation_gives_the_same_world(string suffix)
    {
        // Turned a little, so that no axis is one of the world's.
        var affine = Some.Turned([0.1, -0.2, 0.15], new(0.9, 1.1, 2.5), [31.5, -42.25, 7.125]);
        var original = Some.Numbered(new(new(4, 3, 2), affine));
        foreach (var orientation in Orientation.All)
        {
            var turned = Reorient.To(original, orientation);
            var path = _folder.File($"{orientation}{suffix}");
            ImageFile.Write(path, turned);
            var read = ImageFile.Open(path);

            read.Warnings.ShouldBeEmpty();
            read.Geometry.Orientation.ShouldBe(orientation);
            read.Geometry.CornerDistance(turned.Geometry).ShouldBeLessThan(1e-4);
            var back = Reorient.To(read.ToLabels(), Orientation.Ras);
            back.Voxels.ShouldBe(original.Voxels);
            back.Geometry.CornerDistance(original.Geometry).ShouldBeLessThan(1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Suffixes))]
    public void What_a_header_says_of_the_place_goes_over_as_it_is(string suffix) =>
        Some.Geometry.Sample(
            geometry =>
            {
                var (first, second) = (_folder.File($"first{suffix}"), _folder.File($"second{suffix}"));
                lock (_folder)
                {
                    ImageFile.Write(first, Some.Noise(geometry, 1));
                    var image = ImageFile.Open(first);
                    ImageFile.Write(second, new Volume<byte>(image.Geometry), image);
                    ImageFile.ReadGeometry(second).ShouldBe(image.Geometry);
                }
            },
            iter: 30,
            threads: 1
        );

    public static TheoryData<string, string> Made =>
        new(
            from e in Fixtures.Others
            let suffix = Path.GetExtension(e.File)
            where suffix is not ".mnc"
            select (
                e.File,
                suffix is ".mhd" ? ".mha"
                : suffix is ".nhdr" ? ".nrrd"
                : suffix
            )
        );

    [Theory]
    [MemberData(nameof(Made))]
    public void Others_headers_keep_their_place_to_the_bit(string file, string suffix)
    {
        var image = ImageFile.Open(Fixtures.OtherPath(file));
        var path = _folder.File($"labels{suffix}");
        var labels = new Volume<byte>(image.Geometry, [.. Enumerable.Range(0, 60).Select(i => (byte)i)]);
        ImageFile.Write(path, labels, image);
        var read = ImageFile.Open(path);
        read.Geometry.ShouldBe(image.Geometry);
        read.ToLabels().Voxels.ShouldBe(Enumerable.Range(0, 60));
    }

    [Theory]
    [MemberData(nameof(Suffixes))]
    public void Voxels_of_every_usual_type_come_back(string suffix)
    {
        Check<byte>(i => (byte)(i * 10));
        Check<short>(i => (short)(i * 300 - 1000));
        Check<ushort>(i => (ushort)(i * 2000));
        Check<int>(i => i * 70000 - 2000000);
        Check<float>(i => i * 0.37f - 9);

        void Check<T>(Func<int, T> make)
            where T : unmanaged
        {
            var geometry = new VolumeGeometry(new(4, 3, 2), Affine.FromSpacing(new(1, 2, 3)));
            var voxels = Enumerable.Range(0, 24).Select(make).ToArray();
            var path = _folder.File($"{typeof(T).Name}{suffix}");
            ImageFile.Write(path, new Volume<T>(geometry, voxels));
            var read = ImageFile.Open(path).ShouldBeAssignableTo<ScaledImage>()!;
            read.Datatype.ShouldBe(VoxelTypes.Of<T>());
            read.ToIntensities().Voxels.ShouldBe(voxels.Select(v => (float)Convert.ToDouble(v, null)));
        }
    }

    [Theory]
    [MemberData(nameof(Suffixes))]
    public void A_file_larger_than_any_buffer_comes_back(string suffix)
    {
        var geometry = new VolumeGeometry(new(180, 150, 90), Affine.FromSpacing(new(1, 1, 2)));
        var voxels = new short[geometry.Size.Voxels];
        for (var i = 0; i < voxels.Length; i++)
            voxels[i] = (short)(i / 7);
        ImageFile.Write(_folder.File($"a{suffix}"), new Volume<short>(geometry, voxels));
        var read = ImageFile.Open(_folder.File($"a{suffix}")).ToLabels().Voxels;
        read.AsSpan().SequenceEqual(Array.ConvertAll(voxels, v => (int)v)).ShouldBeTrue();
    }

    [Fact]
    public void Refuses_what_it_cannot_write()
    {
        var volume = new Volume<double>(new(new(1, 1, 1), Affine.Identity));
        Should
            .Throw<BadInputException>(() => ImageFile.Write(_folder.File("a.mgz"), volume))
            .Problem.ShouldBe("MGH has no voxels of Float64");
        Should
            .Throw<BadInputException>(() => ImageFile.Write(_folder.File("a.mnc"), volume))
            .Problem.ShouldBe("not a name that says in which format to write");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }
}
