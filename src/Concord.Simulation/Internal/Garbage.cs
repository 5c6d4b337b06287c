namespace Concord.Simulation.Internal;

/// <summary>
/// Gives back volumes that are no longer used. Each is tens of megabytes; left alone, the collector lets about as many
/// pile up as are in use, which doubles the memory that a subject takes.
/// </summary>
internal static class Garbage
{
    public static void Collect() => GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);
}
