namespace Concord.Imaging.Filters;

/// <summary>The connected components of a mask.</summary>
public sealed class Components
{
    internal Components(Volume<int> labels, int[] voxelCounts)
    {
        (Labels, VoxelCounts) = (labels, voxelCounts);
    }

    /// <summary>0 outside the mask; 1, 2, 3 … in the components, in the order of their first voxels in memory.</summary>
    public Volume<int> Labels { get; }

    /// <summary>Voxels of each label: entry 0 counts what is outside the mask.</summary>
    public IReadOnlyList<int> VoxelCounts { get; }

    /// <summary>How many components there are.</summary>
    public int Count => VoxelCounts.Count - 1;
}
