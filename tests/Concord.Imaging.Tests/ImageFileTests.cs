namespace Concord.Imaging.Tests;

public sealed class ImageFileTests
{
    [Theory]
    [InlineData("a/sub-01_T1w.nii.gz", "sub-01_T1w")]
    [InlineData("T1.NII", "T1")]
    [InlineData("a.b.hdr", "a.b")]
    [InlineData("x.img.gz", "x")]
    [InlineData("scan.mgz", "scan")]
    [InlineData("s.seg.nrrd", "s")]
    [InlineData("x.mha", "x")]
    [InlineData("t1_icbm.mnc.gz", "t1_icbm")]
    [InlineData("plain", "plain")]
    public void The_stem_is_the_name_without_the_formats_suffix(string path, string stem) =>
        ImageFile.Stem(path).ShouldBe(stem);
}
