using System.Globalization;
using Concord.Simulation.Datasets;

namespace Concord.Simulation.Bench;

/// <summary>
/// How well grey values alone tell the tissues apart: a mixture of three Gaussians fitted to the T1 of the brain (by EM, from
/// its percentiles), each voxel given to the likelier, against the truth.
/// </summary>
internal static class MixtureTable
{
    private const int Subjects = 24;

    public static int Print(string[] anatomies)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.WriteLine("| anatomies | subjects | csf | gm | wm | mean Dice (highest of a subject) |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var where in anatomies)
        {
            var library = AnatomyLibrary.Open(where);
            var dice = new List<double[]>();
            for (var i = 0; i < Subjects; i++)
            {
                var subject = SubjectSimulator.Make(
                    library.For(i, (ulong)(100 + i)),
                    new() { Sequences = ["T1"] },
                    (ulong)(100 + i)
                );
                dice.Add(Dice(subject));
            }

            var mean = Enumerable.Range(0, 3).Select(c => dice.Average(d => d[c])).ToArray();
            Console.WriteLine(
                $"| {Path.GetFileName(where)} | {Subjects} | {mean[0]:0.000} | {mean[1]:0.000} | {mean[2]:0.000} | "
                    + $"{mean.Average():0.000} ({dice.Max(d => d.Average()):0.000}) |"
            );
        }

        return 0;
    }

    private static double[] Dice(SimulatedSubject subject)
    {
        var image = subject.Images["T1"].Voxels;
        var truth = subject.Truth.Voxels;
        var brain = Enumerable.Range(0, truth.Length).Where(i => truth[i] is > 0 and < 4).ToArray();
        var classes = GaussianMixture.Fit([.. brain.Select(i => image[i])]);
        var (both, found, real) = (new long[4], new long[4], new long[4]);
        for (var v = 0; v < brain.Length; v++)
        {
            var label = truth[brain[v]];
            // Fluid is the darkest in T1, white matter the brightest.
            var guess = classes[v] + 1;
            real[label]++;
            found[guess]++;
            both[label] += guess == label ? 1 : 0;
        }

        return [.. Enumerable.Range(1, 3).Select(c => 2.0 * both[c] / (found[c] + real[c]))];
    }
}
