namespace Concord.Imaging.Formats.Hdf5;

/// <summary>What the header of an object may say, with HDF5's codes; others are passed over.</summary>
internal enum Hdf5Message
{
    /// <summary>How long an array is along each dimension ("dataspace").</summary>
    Shape = 0x01,

    /// <summary>Where a group with many links keeps them.</summary>
    LinksElsewhere = 0x02,

    /// <summary>What the elements of an array are.</summary>
    Type = 0x03,

    /// <summary>What stands where nothing was written.</summary>
    FillValue = 0x05,

    /// <summary>Where elements are that stand in other files.</summary>
    OtherFiles = 0x07,

    /// <summary>A name and the object that it stands for.</summary>
    Link = 0x06,

    /// <summary>Where the elements are.</summary>
    Layout = 0x08,

    /// <summary>How they are packed.</summary>
    Filters = 0x0B,

    /// <summary>A value beside an object.</summary>
    Attribute = 0x0C,

    /// <summary>Where an object with many attributes keeps them.</summary>
    AttributesElsewhere = 0x15,

    /// <summary>Where a group of the first versions keeps its links.</summary>
    SymbolTable = 0x11,
}
