using Concord.Imaging.Geometry;
using Concord.Learning.Sampling;

namespace Concord.Learning.Tests.Sampling;

public sealed class CategoryIndexTests
{
    [Fact]
    public void Finds_every_voxel_of_every_category()
    {
        Gen.Byte[0, 3]
            .Array[4 * 3 * 5]
            .Sample(categories =>
            {
                var index = new CategoryIndex(categories, new GridSize(4, 3, 5), 5);
                for (var c = 0; c < 5; c++)
                {
                    var expected = Enumerable.Range(0, categories.Length).Where(i => categories[i] == c).ToArray();
                    index.Count(c).ShouldBe(expected.Length);
                    var found = Enumerable.Range(0, expected.Length).Select(k => index.Locate(categories, c, k));
                    found.ShouldBe(expected);
                }
            });
    }
}
