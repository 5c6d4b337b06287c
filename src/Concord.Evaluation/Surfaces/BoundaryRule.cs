namespace Concord.Evaluation.Surfaces;

/// <summary>Which voxels of a mask are its boundary.</summary>
public enum BoundaryRule
{
    /// <summary>Those with a neighbour across a face that isn't of the mask; beyond the grid nothing is.</summary>
    Faces,

    /// <summary>
    /// Those with a neighbour in their own slice (third axis), across an edge or a corner, that isn't of the mask; what is
    /// beyond the grid counts as the mask. So do the scripts of the WMH and MRBrainS challenges: a mask less its erosion
    /// by 3 x 3 x 1 voxels.
    /// </summary>
    InSlice,
}
