using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Imaging.Mutations;

// dotnet run -c Release --project bench/Concord.Imaging.Mutations -- COUNT SEED-FILE…
// Reads so many damaged copies of each file, and fails if one crashes the reader, takes long, or takes more memory than
// twice what the file holds and its buffers. A .txt describes the raw voxels beside it, which are read.
const long Buffers = 2 << 20;
const double Slow = 5;
if (args.Length < 2 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out var count))
{
    Console.Error.WriteLine("COUNT SEED-FILE…");
    return 2;
}

var bad = 0;
Console.WriteLine("| file | read | refused | in spite of the damage | longest, ms | most memory, kB | allowed, kB |");
Console.WriteLine("|---|---|---|---|---|---|---|");
foreach (var file in args.Skip(1))
    bad += Try(file) ? 0 : 1;
return bad == 0 ? 0 : 1;

bool Try(string file)
{
    var whole = File.ReadAllBytes(file);
    var opened = Described(file);
    var image = ImageFile.Open(opened);
    // What it holds: its bytes, unpacked, and its values.
    var honest = Math.Max(Unpacked(opened), sizeof(float) * image.Geometry.Size.Voxels) + whole.Length;
    var (refused, taken, most, longest) = (0, 0, 0L, 0.0);
    var faults = new ConcurrentBag<string>();
    var folders = new ConcurrentBag<string>();
    var gate = new Lock();
    Parallel.For(
        0,
        count,
        () => Folder(file, opened, folders),
        (i, _, folder) =>
        {
            var path = Path.Combine(folder, Path.GetFileName(file));
            File.WriteAllBytes(path, Mutation.Of(whole, (ulong)i));
            // If the process dies, the last files say of what.
            var (memory, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            var isRefused = false;
            try
            {
                ImageFile.Open(Path.Combine(folder, Path.GetFileName(opened))).ToIntensities(threads: 1);
            }
            catch (BadInputException e)
            {
                isRefused = true;
                if (e.Message.Contains('\n', StringComparison.Ordinal))
                    faults.Add($"{i}: says more than a line");
            }
            catch (Exception e)
            {
                faults.Add(
                    $"{i}: {e.GetType().Name} {string.Join(" < ", (e.StackTrace ?? "").Split((char)10).Take(6).Select(l => l.Trim()))}"
                );
            }

            var (took, seconds) = (GC.GetAllocatedBytesForCurrentThread() - memory, clock.Elapsed.TotalSeconds);
            if (took > 2 * honest + Buffers)
                faults.Add($"{i}: took {took} bytes where {honest} are held");
            if (seconds > Slow)
                faults.Add($"{i}: took {seconds:0.0} s");
            lock (gate)
            {
                (refused, taken) = (refused + (isRefused ? 1 : 0), taken + (isRefused ? 0 : 1));
                (most, longest) = (Math.Max(most, took), Math.Max(longest, seconds));
            }

            return folder;
        },
        _ => { }
    );
    foreach (var folder in folders)
        Directory.Delete(folder, recursive: true);
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {Path.GetFileName(file)} | {count} | {refused} | {taken} | {1000 * longest:0} | {most / 1024} | {(2 * honest + Buffers) / 1024} |"
        )
    );
    foreach (var fault in faults.Order(StringComparer.Ordinal).Take(10))
        Console.Error.WriteLine($"{file}: {fault}");
    return faults.IsEmpty;
}

static long Unpacked(string file) => FileContent.Read(file, int.MaxValue / 2).Length;

static string Described(string file) =>
    file.EndsWith(".txt", StringComparison.Ordinal)
        ? Directory.GetFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.raw*").Single()
        : file;

static string Folder(string file, string opened, ConcurrentBag<string> folders)
{
    var folder = Directory.CreateTempSubdirectory("concord-mutations-").FullName;
    folders.Add(folder);
    foreach (var other in ImageFile.FilesOf(opened).Where(f => f != file))
        File.Copy(other, Path.Combine(folder, Path.GetFileName(other)));
    return folder;
}
