using System.Globalization;
using System.Runtime.InteropServices;
using Concord.Imaging;
using TorchSharp;

namespace Concord.Learning.Runtime;

/// <summary>Loads libtorch and sets it up once, before the first tensor.</summary>
public static partial class Libtorch
{
    // glibc's malloc.h.
    private const int TrimThreshold = -1,
        TopPad = -2,
        MmapThreshold = -3,
        MmapMax = -4,
        ArenaMax = -8;

    // Smaller ones find a place among others.
    private const int LargeBlock = 16 << 20;

    private static readonly Lock Gate = new();
    private static bool _isLoaded;

    /// <summary>
    /// libtorch's own allocator and order of voxels, if the environment has CONCORD_STOCK=1: what docs/performance.md
    /// measures against, and a way to rule both out when something is wrong.
    /// </summary>
    internal static bool IsStock { get; } = Environment.GetEnvironmentVariable("CONCORD_STOCK") == "1";

    /// <summary>Loads libtorch, tunes the allocator, and fixes the number of threads.</summary>
    /// <param name="threads">Threads of one operation; 0 for every core that this process may use.</param>
    /// <param name="sparesMemory">
    /// True to give large blocks back to the system as soon as they are free: less memory for more time, and for the rest
    /// of the process.
    /// </param>
    /// <exception cref="BadInputException">libtorch can't be loaded; the message says what is missing.</exception>
    public static void Initialize(int threads = 0, bool sparesMemory = false)
    {
        EnsureLoaded();
        if (sparesMemory)
            Tune((MmapThreshold, LargeBlock), (MmapMax, 1 << 16));
        torch.set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
    }

    /// <summary>Threads of one operation.</summary>
    public static int Threads => torch.get_num_threads();

    /// <summary>Loads libtorch if that has not been done.</summary>
    internal static void EnsureLoaded()
    {
        lock (Gate)
        {
            if (_isLoaded)
                return;
            TuneAllocator();
            TuneThreads();
            Load();
            _isLoaded = true;
        }
    }

    /// <summary>The device of that name.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <exception cref="BadInputException">The name is unknown, or this build or machine has no such device.</exception>
    public static torch.Device Device(string name)
    {
        EnsureLoaded();
        if (name == "cpu")
            return torch.CPU;
        var number = 0;
        if (
            name != "cuda"
            && !(
                name.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(name["cuda:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            )
        )
            throw new BadInputException("device", $"unknown device '{name}'", "use cpu, cuda or cuda:N");
        if (!torch.cuda.is_available())
            throw new BadInputException(
                "device",
                "no CUDA device can be used",
                "use --device cpu, or build with -p:LibtorchDevice=cuda on a machine with an NVIDIA driver"
            );
        if (number >= torch.cuda.device_count())
            throw new BadInputException(
                "device",
                $"there is no {name}",
                $"use cuda:0 to cuda:{torch.cuda.device_count() - 1}"
            );
        return torch.device(name);
    }

    /// <summary>Complains if there is no device of that name: before data are read.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <exception cref="BadInputException">The name is unknown, or this build or machine has no such device.</exception>
    public static void RequireDevice(string name) => _ = Device(name);

    /// <summary>
    /// Gives all memory that is free back to the system: where another task begins, whose tensors don't fit into the holes
    /// that the last one left.
    /// </summary>
    internal static void GiveBackMemory()
    {
        if (!OperatingSystem.IsLinux() || IsStock)
            return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library keeps less.
        }
    }

    private static void Load()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e)
        {
            throw Explain(e);
        }
    }

    /// <summary>Finds out what really failed: the wrapper's own message names a missing package whatever the cause.</summary>
    private static BadInputException Explain(Exception cause)
    {
        var folder = AppContext.BaseDirectory;
        var (library, wrapper) =
            OperatingSystem.IsWindows() ? ("torch_cpu.dll", "LibTorchSharp.dll")
            : OperatingSystem.IsMacOS() ? ("libtorch_cpu.dylib", "libLibTorchSharp.dylib")
            : ("libtorch_cpu.so", "libLibTorchSharp.so");
        foreach (var file in new[] { library, wrapper })
        {
            var path = Path.Combine(folder, file);
            if (!File.Exists(path))
                return new(
                    "libtorch",
                    $"{path} is missing",
                    "build with 'dotnet build' for this system, see docs/install.md",
                    cause
                );
            try
            {
                NativeLibrary.Load(path);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                return new("libtorch", $"{file} can't be loaded: {FirstLine(e.Message)}", Cure(e.Message), cause);
            }
        }

        return new("libtorch", $"can't be started: {FirstLine(cause.Message)}", "see docs/install.md", cause);
    }

    private static string Cure(string message) =>
        message.Contains("GLIBCXX", StringComparison.Ordinal)
            ? "rebuild: the build cures libLibTorchSharp.so on older systems"
        : message.Contains("GLIBC_", StringComparison.Ordinal)
            ? "the system's C library is too old: glibc 2.28 or newer is needed"
        : message.Contains("libgomp", StringComparison.Ordinal) ? "install the package libgomp1"
        : "see docs/install.md";

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n')[0];

    /// <summary>
    /// glibc gives every tensor of 32 MiB or more back to the system and page-faults it in again at the next operation,
    /// which costs more than the arithmetic. These settings keep the memory instead.
    /// </summary>
    private static void TuneAllocator() =>
        Tune((MmapMax, 0), (TrimThreshold, int.MaxValue), (TopPad, 64 << 20), (ArenaMax, 1));

    private static void Tune(params ReadOnlySpan<(int Parameter, int Value)> settings)
    {
        if (!OperatingSystem.IsLinux() || IsStock)
            return;
        try
        {
            foreach (var (parameter, value) in settings)
                _ = mallopt(parameter, value);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library (musl): it works, only slower.
        }
    }

    /// <summary>
    /// A thread that waits for another at the end of a loop spins before it sleeps: for some 10 ms, as libgomp has it. If the
    /// other has no core meanwhile, because another process computes too, both waste it: two trainings on two cores took more
    /// than ten times as long as one after the other. Who has set either variable keeps it.
    /// </summary>
    private static void TuneThreads()
    {
        const string Spins = "GOMP_SPINCOUNT",
            Policy = "OMP_WAIT_POLICY";
        if (!OperatingSystem.IsLinux() || IsStock || Environment.GetEnvironmentVariable(Policy) is not null)
            return;
        try
        {
            // libgomp reads it when it is loaded, and .NET's own environment is a copy that it doesn't see.
            _ = setenv(Spins, "2000", overwrite: 0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // It works, only slower beside others.
        }
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int malloc_trim(nuint pad);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setenv(string name, string value, int overwrite);
}
