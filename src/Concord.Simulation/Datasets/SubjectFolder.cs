using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Concord.Imaging;
using Concord.Imaging.Formats.Nifti;
using Concord.Simulation.Anatomy;

namespace Concord.Simulation.Datasets;

/// <summary>Writes a subject: its folder appears when everything in it is whole.</summary>
internal static class SubjectFolder
{
    /// <summary>The name of a subject, from its number: the same however many the set has, so that it can grow.</summary>
    public static string Name(int number) => $"sub-{(number + 1).ToString("000", CultureInfo.InvariantCulture)}";

    /// <summary>Writes everything of a subject.</summary>
    public static void Write(
        string folder,
        DatasetSettings settings,
        LabelScheme scheme,
        int number,
        SimulatedSubject subject
    )
    {
        // The same name for the same subject: what an interrupted run left is overwritten.
        var partial = Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.partial");
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        string At(string name) => Path.Combine(partial, name);
        var tasks = subject
            .Images.Select(image => (Action)(() => NiftiWriter.Write(At($"{image.Key}.nii.gz"), ToInt16(image.Value))))
            .Append(() => NiftiWriter.Write(At("labels.nii.gz"), scheme.Encode(subject.Truth)))
            .Append(() => AtomicFile.WriteText(At("dseg.tsv"), scheme.Table()))
            .Append(() => AtomicFile.WriteText(At("subject.json"), SubjectRecord.Of(settings, number, subject)));
        if (settings.Subject.Kind == SubjectKind.Lesions)
            tasks = tasks.Append(() => AtomicFile.WriteText(At("lesions.tsv"), LesionTable(subject)));
        if (settings.WritesStages && subject.Tumor is { } tumor)
            tasks = tasks.Append(() => StageFolder.Write(At("stages"), tumor));
        if (settings.WritesTruth)
        {
            var whole = new LabelScheme(settings.Subject.Kind, HiddenLabels.None);
            tasks = tasks.Append(() => NiftiWriter.Write(At("truth.nii.gz"), whole.Encode(subject.Truth)));
        }

        if (settings.WritesMemberships)
            tasks = tasks.Concat(Memberships(subject, At));
        if (settings.WritesStructures && subject.Structures?.Value is { } structures)
            tasks = tasks.Append(() => NiftiWriter.Write(At("structures.nii.gz"), ToInt16(structures)));
        try
        {
            Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = settings.Subject.Threads }, [.. tasks]);
            Directory.Move(partial, folder);
        }
        catch (Exception e)
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
            // Each file of those that were being written says the same.
            var first = e is AggregateException all ? all.Flatten().InnerExceptions[0] : e;
            if (AtomicFile.Explain(folder, first) is { } refusal)
                throw refusal;
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private static IEnumerable<Action> Memberships(SimulatedSubject subject, Func<string, string> at)
    {
        var anatomy = subject.Anatomy;
        (string Name, IReadOnlyList<Tissue> Tissues)[] groups =
        [
            ("csf", Tissues.Csf),
            ("gm", Tissues.Grey),
            ("wm", Tissues.White),
            ("wmh", [Tissue.Lesion]),
            ("edema", [Tissue.Edema]),
            ("tumor", Tissues.Tumor),
            ("background", [.. Enum.GetValues<Tissue>().Except(Tissues.Brain)]),
        ];
        foreach (var (name, tissues) in groups.Where(g => g.Tissues.Any(anatomy.Has)))
            yield return () => NiftiWriter.Write(at($"membership_{name}.nii.gz"), anatomy.Sum(tissues));
    }

    private static string LesionTable(SimulatedSubject subject)
    {
        var text = new StringBuilder("lesion\tkind\tx_mm\ty_mm\tz_mm\tvolume_mm3\n");
        for (var i = 0; i < subject.Lesions.Count; i++)
        {
            var (kind, c, ml) = subject.Lesions[i];
            text.Append(
                CultureInfo.InvariantCulture,
                $"{i + 1}\t{kind.ToString().ToLowerInvariant()}\t{c.X:0.0}\t{c.Y:0.0}\t{c.Z:0.0}\t{1000 * ml:0.#}\n"
            );
        }

        return text.ToString();
    }

    // Scanners store integers; 4095 is the brightest of 12 bits.
    private static Volume<short> ToInt16(Volume<float> image)
    {
        var scale = 4095 / Math.Max(1e-6f, System.Numerics.Tensors.TensorPrimitives.Max<float>(image.Voxels));
        return image.With(Array.ConvertAll(image.Voxels, v => (short)MathF.Round(v * scale)));
    }

    private static Volume<short> ToInt16(Volume<int> codes) =>
        codes.With(Array.ConvertAll(codes.Voxels, c => (short)Math.Clamp(c, short.MinValue, short.MaxValue)));
}
