namespace Concord.Imaging.Formats.Hdf5;

/// <summary>A file is whole, but uses a part of HDF5 that isn't read here.</summary>
internal sealed class Hdf5UnknownException(string what) : Exception($"its HDF5 uses {what}, which isn't read here");
