using System.IO.Compression;
using Concord.Imaging;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Preprocessing;
using Concord.Learning.Tests.Training;
using Concord.Learning.Training;

namespace Concord.Learning.Tests.Preprocessing;

public sealed class SubjectCacheTests : IDisposable
{
    private readonly TinyData _data = new();

    private string Folder => Path.Combine(_data.Folder, "cache");

    public void Dispose() => _data.Dispose();

    private TrainingData Load(SubjectCache? cache, double[]? spacing = null) =>
        TrainingData.Load(_data.Manifest, new() { Spacing = spacing ?? [1.5, 2, 2] }, cache: cache);

    private static void ShouldBeAlike(TrainingData found, TrainingData expected)
    {
        found.Training.Count.ShouldBe(expected.Training.Count);
        foreach (var (a, b) in found.Training.Zip(expected.Training))
        {
            a.Image.Id.ShouldBe(b.Image.Id);
            a.Dataset.ShouldBe(b.Dataset);
            a.Image.Grid.Geometry.ShouldBe(b.Image.Grid.Geometry);
            a.Image.Grid.IsResampled.ShouldBe(b.Image.Grid.IsResampled);
            a.Categories.ToArray().ShouldBe(b.Categories.ToArray());
            a.Image.Channels.Count.ShouldBe(b.Image.Channels.Count);
            a.Image.Mask.ToArray().ShouldBe(b.Image.Mask.ToArray());
            foreach (var (c, d) in a.Image.Channels.Zip(b.Image.Channels))
                c.ToArray().ShouldBe(d.ToArray());
            var labels = new Volume<byte>(a.Image.Grid.Geometry, a.Categories.ToArray());
            a.Image.Grid.TakeBack(labels).Voxels.ShouldBe(b.Image.Grid.TakeBack(labels).Voxels);
        }
    }

    [Fact]
    public void Several_at_once_fill_one_folder()
    {
        var expected = Load(null);
        Parallel.For(
            0,
            3,
            new ParallelOptions { MaxDegreeOfParallelism = 3 },
            _ =>
            {
                using var cache = new SubjectCache(Folder);
                ShouldBeAlike(Load(cache), expected);
            }
        );
        Directory.GetFileSystemEntries(Folder).Length.ShouldBe(8);
    }

    // Trainings that start together go through subjects in the same order: what one has mapped the other must not replace.
    [Fact]
    public void What_another_has_prepared_meanwhile_is_taken()
    {
        var data = Load(null);
        var (dataset, one) = (_data.Manifest.Datasets[0], data.Training[0]);
        var subject = SubjectMatcher.Find(dataset)[0];
        using var other = new SubjectCache(Folder);
        using var cache = new SubjectCache(Folder);
        var open = new List<(string Path, FileStream Stream)>();
        Get(
            cache,
            () =>
            {
                Get(other, Make);
                open.AddRange(
                    Directory
                        .GetFiles(Folder)
                        .Select(f =>
                            (f, File.Open(f, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                        )
                );
                return Make();
            }
        );
        open.Count.ShouldBe(2);
        foreach (var (path, stream) in open)
        {
            var length = stream.Length;
            stream.SetLength(length + 1);
            stream.Dispose();
            new FileInfo(path).Length.ShouldBe(length + 1);
        }

        PreparedSubject Make() => new(one.Image, one.Categories, []);

        void Get(SubjectCache from, Func<PreparedSubject> make) =>
            from.Get(dataset, subject, data.Sequences, data.Preparation, 0, make);
    }

    [Theory]
    [InlineData(MaskKind.None)]
    [InlineData(MaskKind.NonZero)]
    public void Gives_what_would_have_been_prepared_and_prepares_it_once(MaskKind mask)
    {
        var manifest = _data.Manifest with
        {
            Datasets = [.. _data.Manifest.Datasets.Select(d => d with { Mask = new(mask) })],
        };
        var expected = TrainingData.Load(manifest, new() { Spacing = [1.5, 2, 2] });
        using (var cache = new SubjectCache(Folder))
            ShouldBeAlike(TrainingData.Load(manifest, new() { Spacing = [1.5, 2, 2] }, cache: cache), expected);
        var files = Directory.GetFiles(Folder);
        // Of each subject an image and labels.
        files.Length.ShouldBe(8);
        var longAgo = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Array.ForEach(files, f => File.SetLastWriteTimeUtc(f, longAgo));
        var open = Array.ConvertAll(
            files,
            f => File.Open(f, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)
        );
        using (var cache = new SubjectCache(Folder))
            ShouldBeAlike(TrainingData.Load(manifest, new() { Spacing = [1.5, 2, 2] }, cache: cache), expected);
        Directory.GetFiles(Folder).ShouldBe(files);
        // Known to be in use, but not written again: what is open is still what lies there.
        files.ShouldAllBe(f => File.GetLastWriteTimeUtc(f) > longAgo);
        foreach (var (file, stream) in files.Zip(open))
        {
            var length = stream.Length;
            stream.SetLength(length + 1);
            stream.Dispose();
            new FileInfo(file).Length.ShouldBe(length + 1);
        }
    }

    [Fact]
    public void Other_files_labels_or_voxel_sizes_are_other_subjects()
    {
        using (var cache = new SubjectCache(Folder))
            Load(cache);
        var known = Directory.GetFiles(Folder).ToHashSet();
        using (var cache = new SubjectCache(Folder))
            Load(cache, [2, 2, 2]);
        Directory.GetFiles(Folder).Except(known).Count().ShouldBe(8);

        known = [.. Directory.GetFiles(Folder)];
        var first = Path.Combine(_data.Folder, "tissue/s0_T1.nii.gz");
        var second = Path.Combine(_data.Folder, "lesions/s2_T1.nii.gz");
        File.Copy(second, first, overwrite: true);
        using (var cache = new SubjectCache(Folder))
            ShouldBeAlike(Load(cache), Load(cache: null));
        // The image of one and the labels of the other.
        Directory.GetFiles(Folder).Except(known).Count().ShouldBe(1);

        // The same files under another name are the same subject.
        known = [.. Directory.GetFiles(Folder)];
        File.Copy(Path.Combine(_data.Folder, "tissue/s1_T1.nii.gz"), first, overwrite: true);
        using (var cache = new SubjectCache(Folder))
            ShouldBeAlike(Load(cache), Load(cache: null));
        Directory.GetFiles(Folder).Except(known).ShouldBeEmpty();
    }

    // What joint truth and a network for each dataset ask for.
    [Theory]
    [InlineData("other labels", 4)]
    [InlineData("another order of datasets", 4)]
    [InlineData("another sequence", 8)]
    public void Images_are_shared_by_trainings_of_other_labels_and_sequences(string what, int more)
    {
        using (var cache = new SubjectCache(Folder))
            Load(cache);
        var known = Directory.GetFiles(Folder);
        var yaml = File.ReadAllText(Path.Combine(_data.Folder, "data.yaml"));
        var datasets = yaml.Split("  - name: ");
        yaml = what switch
        {
            "other labels" => yaml.Replace("not [wmh]", "any").Replace("2: wm }", "2: [wm, wmh] }"),
            "another order of datasets" => $"{datasets[0]}  - name: {datasets[2]}\n  - name: {datasets[1]}",
            // The second of the manifest, so that T1 still gives the grid, though the first of the alphabet.
            _ => yaml.Replace("{ T1: \"*_T1.nii.gz\" }", "{ T1: \"*_T1.nii.gz\", FLAIR: \"*_FLAIR.nii.gz\" }"),
        };
        foreach (var file in Directory.GetFiles(_data.Folder, "*_T1.nii.gz", SearchOption.AllDirectories))
        {
            var scan = ImageFile.Open(file).ToIntensities();
            Imaging.Formats.Nifti.NiftiWriter.Write(
                file.Replace("_T1", "_FLAIR", StringComparison.Ordinal),
                scan.With(Array.ConvertAll(scan.Voxels, v => 300 - v))
            );
        }

        var path = Path.Combine(_data.Folder, "other.yaml");
        File.WriteAllText(path, yaml);
        var other = ManifestReader.Read(path);
        var expected = TrainingData.Load(other, new() { Spacing = [1.5, 2, 2] });
        using (var cache = new SubjectCache(Folder))
            ShouldBeAlike(TrainingData.Load(other, new() { Spacing = [1.5, 2, 2] }, cache: cache), expected);
        Directory.GetFiles(Folder).Except(known).Count().ShouldBe(more);
    }

    [Fact]
    public void A_warning_names_the_files_that_were_asked_for()
    {
        // A qform beside the sform, and elsewhere.
        var first = Path.Combine(_data.Folder, "tissue/s0_T1.nii.gz");
        using var plain = new MemoryStream();
        using (var packed = new GZipStream(File.OpenRead(first), CompressionMode.Decompress))
            packed.CopyTo(plain);
        var bytes = plain.ToArray();
        BitConverter.GetBytes((short)1).CopyTo(bytes, 252);
        BitConverter.GetBytes(50f).CopyTo(bytes, 268);
        using (var packed = new GZipStream(File.Create(first), CompressionLevel.Fastest))
            packed.Write(bytes);
        IReadOnlyList<string> WarningsIn(string folder)
        {
            using var cache = new SubjectCache(Folder);
            var manifest = ManifestReader.Read(Path.Combine(folder, "data.yaml"));
            return TrainingData.Load(manifest, new() { Spacing = [1.5, 2, 2] }, cache: cache).Warnings;
        }

        var before = WarningsIn(_data.Folder).ShouldHaveSingleItem();
        before.ShouldContain(_data.Folder);
        var known = Directory.GetFiles(Folder);
        var moved = Path.Combine(_data.Folder, "moved");
        foreach (var set in new[] { "tissue", "lesions" })
            Directory.Move(Path.Combine(_data.Folder, set), Directory.CreateDirectory(moved).FullName + $"/{set}");
        // Where the sequence has another name too.
        var yaml = File.ReadAllText(Path.Combine(_data.Folder, "data.yaml"));
        File.WriteAllText(Path.Combine(moved, "data.yaml"), yaml.Replace("{ T1:", "{ t1w:", StringComparison.Ordinal));
        WarningsIn(moved).ShouldBe([before.Replace(_data.Folder, moved, StringComparison.Ordinal)]);
        Directory.GetFiles(Folder).ShouldBe(known);
    }

    [Theory]
    [InlineData(MaskKind.Labels, "labels")]
    [InlineData(MaskKind.Files, "mask")]
    public void Another_mask_is_another_subject(MaskKind kind, string name)
    {
        var mask = Path.Combine(_data.Folder, $"tissue/s0_{name}.nii.gz");
        foreach (var file in Directory.GetFiles(_data.Folder, "*_labels.nii.gz", SearchOption.AllDirectories))
            File.Copy(file, file.Replace("_labels", "_mask", StringComparison.Ordinal));
        var manifest = _data.Manifest with
        {
            Datasets =
            [
                .. _data.Manifest.Datasets.Select(d =>
                    d with
                    {
                        Mask = new(kind, PathPattern.Parse("*_mask.nii.gz", "data.yaml")),
                    }
                ),
            ],
        };
        TrainingData LoadMasked(SubjectCache? cache) =>
            TrainingData.Load(manifest, new() { Spacing = [1.5, 2, 2] }, cache: cache);
        using (var cache = new SubjectCache(Folder))
            ShouldBeAlike(LoadMasked(cache), LoadMasked(cache: null));
        var known = Directory.GetFiles(Folder);
        // A smaller brain.
        var labels = ImageFile.Open(mask).ToLabels();
        var smaller = Array.ConvertAll(labels.Voxels, v => (byte)(v == 2 ? 2 : 0));
        Imaging.Formats.Nifti.NiftiWriter.Write(mask, labels.With(smaller));
        using (var cache = new SubjectCache(Folder))
            ShouldBeAlike(LoadMasked(cache), LoadMasked(cache: null));
        Directory.GetFiles(Folder).Except(known).Count().ShouldBe(2);
    }

    // Two subjects whose headers are equal to the last byte.
    [Fact]
    public void Both_files_of_a_pair_make_the_subject()
    {
        foreach (var file in Directory.GetFiles(_data.Folder, "*.nii.gz", SearchOption.AllDirectories))
        {
            using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            packed.CopyTo(plain);
            var bytes = plain.ToArray();
            // "ni1": the voxels lie in the other file, from its first byte on.
            "ni1\0"u8.CopyTo(bytes.AsSpan(344));
            BitConverter.GetBytes(0f).CopyTo(bytes, 108);
            File.WriteAllBytes(file.Replace(".nii.gz", ".hdr", StringComparison.Ordinal), bytes[..348]);
            File.WriteAllBytes(file.Replace(".nii.gz", ".img", StringComparison.Ordinal), bytes[352..]);
        }

        var yaml = File.ReadAllText(Path.Combine(_data.Folder, "data.yaml"));
        var path = Path.Combine(_data.Folder, "pairs.yaml");
        File.WriteAllText(path, yaml.Replace(".nii.gz", ".hdr", StringComparison.Ordinal));
        var pairs = ManifestReader.Read(path);
        var expected = Load(cache: null);
        for (var i = 0; i < 2; i++)
            using (var cache = new SubjectCache(Folder))
                ShouldBeAlike(TrainingData.Load(pairs, new() { Spacing = [1.5, 2, 2] }, cache: cache), expected);
    }

    [Fact]
    public void A_run_takes_a_cache_of_its_own_when_memory_is_short_and_starts_over_what_it_left_there()
    {
        var run = new RunFolder(Path.Combine(_data.Folder, "large"));
        var bytes = TrainingData.BytesOf(_data.Manifest, null, seed: 1);
        // Half precision, labels and a mask.
        bytes.ShouldBe(4 * 24 * 20 * 16 * (2 + 1 + 1));
        TrainingData.BytesOf(_data.Manifest, [1, 1, 1], seed: 1).ShouldBe(8 * bytes);
        CacheChoice.Folder(_data.Manifest, TinyData.Recipe, run, 1.9 * bytes).ShouldBe(run.Cache);
        CacheChoice.Folder(_data.Manifest, TinyData.Recipe, run, 2.1 * bytes).ShouldBeNull();
        var named = TinyData.Recipe with { Cache = Folder };
        CacheChoice.Folder(_data.Manifest, named, run, bytes).ShouldBe(Folder);
        // As a reading that was killed leaves it.
        Directory.CreateDirectory(run.Cache);
        File.WriteAllText(Path.Combine(run.Cache, "part.safetensors"), "");
        var recipe = TinyData.Recipe with { Steps = 1 };
        Trainer.Run(_data.Manifest, recipe, run.Path, resume: false, new SilentObserver());
        Directory.Exists(run.Cache).ShouldBeFalse();
    }

    [Fact]
    public void A_damaged_file_is_made_again()
    {
        using (var cache = new SubjectCache(Folder))
            Load(cache);
        foreach (var (file, i) in Directory.GetFiles(Folder).Select((f, i) => (f, i)))
        {
            using var stream = File.OpenWrite(file);
            if (i == 0)
                stream.Write("nonsense"u8);
            else
                stream.SetLength(stream.Length - 100);
        }

        using (var cache = new SubjectCache(Folder))
            ShouldBeAlike(Load(cache), Load(cache: null));
    }

    [Fact]
    public void What_it_gave_is_gone_with_it()
    {
        var cache = new SubjectCache(Folder);
        var subject = Load(cache).Training[0];
        cache.Dispose();
        Should.Throw<ObjectDisposedException>(() => subject.Categories.Span.Length);
    }

    [Fact]
    public void Trains_to_the_same_bytes_and_keeps_the_folder_that_was_named()
    {
        string Train(string name, string? cache)
        {
            var run = Path.Combine(_data.Folder, name);
            var recipe = TinyData.Recipe with { Steps = 3, Cache = cache };
            Trainer.Run(_data.Manifest, recipe, run, resume: false, new SilentObserver());
            return run;
        }

        var (plain, cached) = (new RunFolder(Train("plain", null)), new RunFolder(Train("cached", Folder)));
        File.ReadAllBytes(cached.Weights).ShouldBe(File.ReadAllBytes(plain.Weights));
        Directory.GetFiles(Folder).Length.ShouldBe(8);
        Directory.Exists(plain.Cache).ShouldBeFalse();
    }
}
