using Concord.Evaluation.Pairs;
using Concord.Experiments.Reports;
using Concord.Experiments.Reports.Figures;
using Concord.Imaging;
using Concord.Imaging.Resampling;
using Concord.Labels;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;
using Concord.Learning.Training;

namespace Concord.Experiments.Benchmark;

/// <summary>The figures of a comparison.</summary>
internal static class BenchmarkFigures
{
    // The largest lesion and the middle one: what is easy to see, and what is common.
    private const int MostCases = 2;

    /// <summary>Those that can be drawn from what is done.</summary>
    public static IReadOnlyList<Figure> Of(
        BenchmarkSettings settings,
        BenchmarkData data,
        IReadOnlyList<ResultRow> rows,
        IReadOnlyList<BenchmarkJob> jobs
    )
    {
        var dice = rows.Where(r => r.Metric == "dice").ToList();
        var first = settings
            .Methods.Select(m => jobs.FirstOrDefault(j => j.Method == m && j.Folder.IsDone))
            .OfType<BenchmarkJob>()
            .ToList();
        var figures = new List<Figure>
        {
            Contradiction(data, isStory: settings.Manifest is null),
            BoxPlots.Of(dice, [.. settings.Methods.Select(m => m.Name)]),
        };
        if (Qualitative(data, first) is { } qualitative)
            figures.Add(qualitative);
        figures.Add(CurveFigure.Of([.. first.SelectMany(j => Curves(settings, j))]));
        return figures;
    }

    private static Figure Contradiction(BenchmarkData data, bool isStory)
    {
        var shared = data.Train.SharedSequences();
        var examples = data.Train.Datasets.Select(d =>
        {
            var subject = SubjectMatcher.Find(d)[0];
            return (d.Name, SubjectReader.Read(d, subject, [shared[^1]]));
        });
        return ContradictionFigure.Of(data.Train.Space, [.. examples], isStory);
    }

    // Null where no prediction is left to be drawn.
    private static Figure? Qualitative(BenchmarkData data, IReadOnlyList<BenchmarkJob> jobs)
    {
        var space = data.Test.Space;
        var sequence = data.Train.SharedSequences()[^1];
        var isLesion = StandardLabels.For(space).Select(l => l.IsLesion).ToList();
        // Labels first: the images of two are drawn, and of many there may be no room.
        var ranked = TestSubject
            .Of(data.Test)
            .Select(s => (Subject: s, Volume: LesionVolume(s.Reference(), isLesion)))
            .OrderByDescending(s => s.Volume)
            .Select(s => s.Subject)
            .ToList();
        var chosen = new[] { 0, ranked.Count / 2 }.Distinct().Take(MostCases).Select(i => ranked[i]).ToList();
        var left = jobs.Where(j => chosen.TrueForAll(c => File.Exists(j.Folder.Prediction(c)))).ToList();
        var cases = chosen.Select(c => new QualitativeFigure.Case(
            c.Name,
            OnOwnGrid(c.Read([sequence])),
            c.Reference(),
            [.. left.Select(j => (j.Method.Name, Prediction(j.Folder.Prediction(c), c.Reference())))]
        ));
        return left.Count > 0 ? QualitativeFigure.Of(space, sequence, [.. cases]) : null;
    }

    // Where labels and predictions lie.
    private static Volume<float> OnOwnGrid(SubjectData data) =>
        data.Images[0].Geometry == data.Geometry
            ? data.Images[0]
            : Resample.OntoGrid(data.Images[0], data.Geometry, Interpolation.Linear);

    private static long LesionVolume(CandidateMap map, IReadOnlyList<bool> isLesion)
    {
        var counts = map.Protocol.Sets.Select(s => s.IsSingleton && isLesion[s.First]).ToArray();
        return map.Categories.Voxels.LongCount(c => counts[c]);
    }

    private static Volume<byte> Prediction(string path, CandidateMap like) =>
        like.Categories.With(PredictedClasses.Of(ImageFile.Open(path).ToLabels(), path, like.Protocol.Space, _ => { }));

    private static IEnumerable<(string, int, LossCurve, LossCurve)> Curves(BenchmarkSettings settings, BenchmarkJob job)
    {
        var networks = job.Folder.Run.Networks();
        foreach (var (name, run) in networks)
        {
            var full = networks.Count == 1 ? job.Method.Name : $"{job.Method.Name}: {name}";
            var validation = TrainingProgress.ValidationLossOf(run);
            yield return (
                full,
                settings.Methods.ToList().IndexOf(job.Method),
                LossCurve.Read(full, run.Log),
                new(full, [.. validation.Select(v => (double)v.Step)], [.. validation.Select(v => v.Loss)])
            );
        }
    }
}
