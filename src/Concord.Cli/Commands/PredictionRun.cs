using Concord.Cli.Terminal;
using Concord.Imaging;
using Concord.Labels.Subjects;
using Concord.Learning.Inference;
using Concord.Learning.Runtime;
using Concord.Learning.Training;

namespace Concord.Cli.Commands;

/// <summary>
/// Segments scans one after another into a folder. Nobody watches hundreds of scans: what is wrong with one of many is told, and
/// must not cost the others (docs/decisions/0018).
/// </summary>
/// <param name="model">What segments.</param>
/// <param name="source">Its run folder, and the hash of what lies there.</param>
/// <param name="results">Where to.</param>
/// <param name="hasMaps">Whether maps of probabilities are written too.</param>
internal sealed class PredictionRun(
    SegmentationModel model,
    (string Folder, string Hash) source,
    SegmentationFolder results,
    bool hasMaps
)
{
    private readonly ConsoleObserver _observer = new();
    private bool _hasToldHow;
    private int _faults;

    /// <summary>Segments those that are wanted.</summary>
    /// <param name="scans">All of them.</param>
    /// <param name="resume">Keep results that would come out again.</param>
    /// <param name="overwrite">Replace others.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>How many scans of several couldn't be read; of a single one the fault is thrown.</returns>
    /// <exception cref="BadInputException">A result stands in the way, or can't be written.</exception>
    public int Do(
        IReadOnlyList<PredictionInput.Scan> scans,
        bool resume,
        bool overwrite,
        CancellationToken cancellation
    )
    {
        var areMany = scans.Count > 1;
        var left = Wanted(scans, resume, overwrite, areMany);
        for (var i = 0; i < left.Count; i++)
        {
            var what = left.Count == 1 ? left[i].Name : $"{left[i].Name}, {i + 1} of {left.Count}";
            var progress = new PartOfProgress(new ObservedProgress(_observer, what), i, left.Count);
            Segment(left[i], areMany, progress, cancellation);
        }

        return _faults;
    }

    private List<PredictionInput.Scan> Wanted(
        IReadOnlyList<PredictionInput.Scan> scans,
        bool resume,
        bool overwrite,
        bool areMany
    )
    {
        var wanted = new List<PredictionInput.Scan>();
        var kept = 0;
        foreach (var scan in scans)
        {
            RequireSequences(scan);
            try
            {
                if (resume && results.Holds(scan.Name, () => Record(scan)))
                {
                    kept++;
                    continue;
                }
            }
            catch (BadInputException e) when (areMany)
            {
                // A scan that was there once, and can't be read now.
                Tell(e);
                continue;
            }

            if (!overwrite)
                results.RequireNew(scan.Name, resume);
            wanted.Add(scan);
        }

        if (kept > 0)
            _observer.Note($"{kept} of {scans.Count} are there already");
        return wanted;
    }

    private void Segment(
        PredictionInput.Scan scan,
        bool isOneOfMany,
        IProgress<double> progress,
        CancellationToken cancellation
    )
    {
        var name = scan.Name;
        var (isWriting, isBegun) = (false, false);
        try
        {
            var data = Read(scan);
            // Once, and not before something can be segmented.
            if (!_hasToldHow)
                _observer.Note(
                    $"{model.Description.Strategy}: {model.Precision.ToString().ToLowerInvariant()}, {Libtorch.Threads} threads"
                );
            _hasToldHow = true;
            if (model.Description.Preparation.IsMasked && data.Mask is null)
                _observer.Note("warning: the model was trained on masked brains, and no mask is given (use --mask)");
            var first = ImageFile.Open(scan.Subject.Images[NamedFirst(scan)[0]]);
            var made = Record(scan);
            ProbabilitySink? sink = hasMaps ? WriteMap : null;
            var labels = model.Segment(data.Take(model.Description.Sequences), sink, progress, cancellation);
            Begin();
            // What the integers mean stands before the first file that holds them, and whole is what has labels.
            results.WriteTable();
            results.WritePicture(name, data.Images[0], labels);
            results.WriteVolumes(name, labels);
            results.WriteRecord(name, made);
            _observer.Print(results.WriteLabels(name, labels, first));

            // Nothing of the new result may stand beside labels of an older one.
            void Begin()
            {
                isWriting = true;
                if (!isBegun)
                    results.Discard(name);
                isBegun = true;
            }

            void WriteMap(int c, Volume<float> map)
            {
                Begin();
                results.WriteProbabilities(name, c, map, first);
                isWriting = false;
            }
        }
        catch (BadInputException e) when (isOneOfMany && !isWriting)
        {
            Tell(e);
        }
    }

    private void Tell(BadInputException fault)
    {
        _observer.Note($"error: {fault.Message.ReplaceLineEndings(" ")}");
        _faults++;
    }

    private SegmentationRecord Record(PredictionInput.Scan scan) =>
        SegmentationRecord.Of(model, source, scan.Dataset, scan.Subject, NamedFirst(scan), hasMaps);

    private SubjectData Read(PredictionInput.Scan scan)
    {
        var data = SubjectReader.Read(
            scan.Dataset,
            scan.Subject,
            Order(scan),
            model.Description.Preparation.Registration
        );
        foreach (var warning in data.Warnings)
            _observer.Note($"warning: {warning}");
        return data;
    }

    // The sequences of the model, from the one whose image was named first on: with its header results are written.
    private IReadOnlyList<string> NamedFirst(PredictionInput.Scan scan)
    {
        var sequences = model.Description.Sequences;
        var first = scan.Subject.Images.Keys.First(sequences.Contains);
        return [first, .. sequences.Where(s => s != first)];
    }

    // The results lie on the grid of the image that was named first: the others are brought to it.
    private IReadOnlyList<string> Order(PredictionInput.Scan scan)
    {
        var (named, own) = (NamedFirst(scan), model.Description.Sequences);
        return IsElsewhere(scan.Subject.Images[named[0]], scan.Subject.Images[own[0]]) ? named : own;
    }

    private static bool IsElsewhere(string file, string other) =>
        !SubjectReader.IsSameGrid(ImageFile.ReadGeometry(file), ImageFile.ReadGeometry(other));

    private void RequireSequences(PredictionInput.Scan scan)
    {
        var sequences = model.Description.Sequences;
        var missing = sequences.FirstOrDefault(s => !scan.Subject.Images.ContainsKey(s));
        if (missing is not null)
            throw new BadInputException(
                scan.Name,
                $"the sequence {missing} is missing",
                $"the model takes {string.Join(" and ", sequences)}"
            );
    }
}
