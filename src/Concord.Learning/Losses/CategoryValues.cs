using static TorchSharp.torch;

namespace Concord.Learning.Losses;

/// <summary>Looks up what belongs to the category of each voxel.</summary>
internal static class CategoryValues
{
    /// <summary>The value of each voxel's category, in the shape of the categories.</summary>
    /// <param name="values">[category].</param>
    /// <param name="categories">Any shape, int64.</param>
    public static Tensor At(Tensor values, Tensor categories) =>
        values.to(categories.device).index_select(0, categories.flatten()).view_as(categories);

    /// <summary>The same from numbers.</summary>
    public static Tensor At(IEnumerable<int> values, Tensor categories) =>
        At(tensor([.. values.Select(v => (long)v)]), categories);
}
