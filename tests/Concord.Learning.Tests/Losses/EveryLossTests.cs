using Concord.Labels;
using Concord.Learning.Heads;
using Concord.Learning.Losses;
using Concord.Learning.Sampling;
using Concord.Learning.Strategies;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Losses;

/// <summary>What holds for the loss of every strategy, whoever adds one.</summary>
public sealed class EveryLossTests
{
    public static TheoryData<string, LabelScope> All =>
        [.. StrategyCatalog.All.Select(s => (s.Name, LabelScope.Dataset)), ("ace", LabelScope.Patch)];

    [Theory]
    [MemberData(nameof(All))]
    public void Has_the_gradient_that_finite_differences_give(string name, LabelScope scope) =>
        Gen.Int[1, 100_000]
            .Sample(
                seed =>
                {
                    using var tensors = NewDisposeScope();
                    var (loss, channels) = Make(name, scope, TwoDatasets.Table, TwoDatasets.Shares);
                    var target = TwoDatasets.Mixed(seed);
                    var logits = Targets.Logits(2, channels, 9, seed).requires_grad_();
                    loss.Forward(logits, target).backward();
                    var gradient = logits.grad!.flatten().data<double>().ToArray();
                    var at = logits.detach().flatten().data<double>().ToArray();
                    for (var i = 0; i < at.Length; i += 7)
                    {
                        const double h = 1e-5;
                        double Value(double step)
                        {
                            var moved = (double[])at.Clone();
                            moved[i] += step;
                            return loss.Forward(tensor(moved).view(logits.shape), target).item<double>();
                        }

                        gradient[i].ShouldBe((Value(h) - Value(-h)) / (2 * h), 1e-8, $"logit {i}");
                    }
                },
                iter: 5,
                threads: 1
            );

    [Theory]
    [MemberData(nameof(All))]
    public void Is_finite_and_not_negative_for_extreme_scores(string name, LabelScope scope)
    {
        using var tensors = NewDisposeScope();
        var (loss, channels) = Make(name, scope, TwoDatasets.Table, TwoDatasets.Shares);
        var logits = (Targets.Logits(2, channels, 9, 3) * 1e3).to_type(ScalarType.Float32).requires_grad_();
        var value = loss.Forward(logits, TwoDatasets.Mixed(3));
        value.backward();
        value.item<float>().ShouldBeGreaterThanOrEqualTo(0);
        float.IsFinite(value.item<float>()).ShouldBeTrue();
        logits.grad!.isfinite().all().item<bool>().ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Ignores_what_stands_at_padding_and_at_voxels_that_may_be_anything(string name, LabelScope scope)
    {
        // Taken literally they are background, and Leaf-Dice sums probabilities over all voxels, as its authors have it.
        var ignoresAny = name is not ("naive-ce" or "naive-dice" or "leaf-dice");
        using var tensors = NewDisposeScope();
        var (loss, channels) = Make(name, scope, TwoDatasets.Table, TwoDatasets.Shares);
        var target = TwoDatasets.Target(
            TwoDatasets.Table,
            [0, 1, ignoresAny ? 4 : 2, -1],
            [5, 6, ignoresAny ? 7 : 6, -1]
        );
        var logits = Targets.Logits(2, channels, 4, seed: 8).requires_grad_();
        loss.Forward(logits, target).backward();
        logits.grad!.narrow(4, 3, 1).abs().max().item<double>().ShouldBe(0, 1e-15);
        if (ignoresAny)
            logits.grad!.narrow(4, 2, 1).abs().max().item<double>().ShouldBe(0, 1e-15);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Becomes_its_textbook_form_when_everything_is_labelled(string name, LabelScope scope) =>
        Gen.Int[1, 100_000]
            .Sample(
                seed =>
                {
                    using var tensors = NewDisposeScope();
                    double[] shares = [0.5, 0.2, 0.15, 0.1, 0.05];
                    var (loss, channels) = Make(name, scope, TwoDatasets.FullTable, [.. shares, 0]);
                    channels.ShouldBe(TwoDatasets.Classes);
                    var target = TwoDatasets.Certain(seed);
                    var logits = Targets.Logits(2, channels, 9, seed);
                    loss.Forward(logits, target).item<double>().ShouldBe(Textbook(name, logits, target, shares), 1e-10);
                },
                iter: 20,
                threads: 1
            );

    private static double Textbook(string name, Tensor logits, TargetBatch target, double[] shares)
    {
        var p = TwoDatasets.Probabilities(logits);
        var labels = target.Categories.flatten(1).data<long>().ToArray();
        var (patches, voxels) = (p.GetLength(0), p.GetLength(2));
        double Right(int b, int i) => p[b, labels[b * voxels + i], i];
        var all = (from b in Enumerable.Range(0, patches) from i in Enumerable.Range(0, voxels) select (b, i)).ToList();
        var crossEntropy = all.Average(v => -Math.Log(Right(v.b, v.i)));
        return name switch
        {
            "naive-dice" => Dice(squared: false),
            "leaf-dice" => Dice(squared: true),
            "ace-dice" => crossEntropy + Dice(squared: false),
            "ace-focal" => all.Average(v => -Math.Pow(1 - Right(v.b, v.i), 2) * Math.Log(Right(v.b, v.i))),
            "weighted-ace" => Enumerable.Range(0, patches).Average(Weighted),
            _ => crossEntropy,
        };

        double Dice(bool squared) =>
            1
            - Enumerable
                .Range(0, TwoDatasets.Classes)
                .Average(c =>
                {
                    bool Is((int b, int i) v) => labels[v.b * voxels + v.i] == c;
                    var both = all.Where(Is).Sum(v => p[v.b, c, v.i]);
                    var predicted = all.Sum(v => squared ? p[v.b, c, v.i] * p[v.b, c, v.i] : p[v.b, c, v.i]);
                    // The implementations keep a division by nothing away.
                    const double epsilon = 1e-5;
                    return (2 * both + (squared ? 0 : epsilon)) / (predicted + all.Count(Is) + epsilon);
                });

        double Weighted(int b)
        {
            double Weight(int i) => 1 / Math.Log(1.02 + shares[labels[b * voxels + i]]);
            var places = Enumerable.Range(0, voxels).ToList();
            return places.Sum(i => -Math.Log(Right(b, i)) * Weight(i)) / places.Sum(Weight);
        }
    }

    private static (ISegmentationLoss Loss, int Channels) Make(
        string name,
        LabelScope scope,
        CategoryTable table,
        IReadOnlyList<double> shares
    )
    {
        var strategy = StrategyCatalog.Find(name);
        var names = table.Protocols.Select((_, i) => $"{i}").ToList();
        return (strategy.MakeLoss(new(table, scope, shares)), strategy.Layout(names, table).Channels);
    }
}
