using Concord.Labels;
using Concord.Learning.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Losses;

public sealed class AdaptiveCrossEntropyTests
{
    private const int Classes = 5;

    [Fact]
    public void Equals_cross_entropy_when_every_set_is_a_singleton()
    {
        CandidateSet[] sets = [.. Enumerable.Range(0, Classes).Select(c => CandidateSet.Of(c))];
        Gen.Int[1, 1000]
            .Sample(
                seed =>
                {
                    using var scope = NewDisposeScope();
                    var logits = Targets.Logits(2, Classes, 4, seed);
                    var target = Targets.Of(sets, Classes, [0, 1, 2, 3], [4, 4, 0, 2]);
                    var ace = new AdaptiveCrossEntropy().Forward(logits, target).item<double>();
                    var textbook = nn.functional.cross_entropy(logits, target.Categories).item<double>();
                    ace.ShouldBe(textbook, 1e-12);
                    new CrossEntropy([0, 1, 2, 3, 4]).Forward(logits, target).item<double>().ShouldBe(textbook, 1e-12);
                },
                iter: 30,
                threads: 1
            );
    }

    [Fact]
    public void Is_zero_with_no_gradient_when_all_classes_are_candidates()
    {
        using var scope = NewDisposeScope();
        var logits = Targets.Logits(1, Classes, 3, seed: 5).requires_grad_();
        var loss = new AdaptiveCrossEntropy().Forward(
            logits,
            Targets.Of([CandidateSet.All(Classes)], Classes, [0, 0, 0])
        );
        loss.backward();
        loss.item<double>().ShouldBe(0);
        logits.grad!.abs().max().item<double>().ShouldBe(0, 1e-15);
    }

    [Fact]
    public void Gradient_is_p_less_its_share_of_the_candidates()
    {
        Gen.Int[1, (1 << Classes) - 1]
            .Select(Gen.Int[1, 1000])
            .Sample(
                (bits, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var set = new CandidateSet((ulong)bits);
                    var logits = Targets.Logits(1, Classes, 1, seed).requires_grad_();
                    var loss = new AdaptiveCrossEntropy().Forward(logits, Targets.Of([set], Classes, [0]));
                    loss.backward();
                    var p = logits.detach().softmax(1).flatten().data<double>().ToArray();
                    var sum = set.Classes.Sum(c => p[c]);
                    loss.item<double>().ShouldBe(-Math.Log(sum), 1e-10);
                    var gradient = logits.grad!.flatten().data<double>().ToArray();
                    for (var k = 0; k < Classes; k++)
                        gradient[k].ShouldBe(p[k] - (set.Contains(k) ? p[k] / sum : 0), 1e-10);
                },
                iter: 100,
                threads: 1
            );
    }

    [Fact]
    public void Stays_finite_for_extreme_scores()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 1e4, -1e4, 0.0 }).view(1, 3, 1, 1, 1).requires_grad_();
        var loss = new AdaptiveCrossEntropy().Forward(logits, Targets.Of([CandidateSet.Of(1, 2)], 3, [0]));
        loss.backward();
        loss.item<double>().ShouldBe(1e4, 1e-6);
        logits.grad!.isfinite().all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Of_a_patch_does_not_depend_on_its_batch_mates()
    {
        using var scope = NewDisposeScope();
        CandidateSet[] sets =
        [
            CandidateSet.Of(0),
            CandidateSet.Of(1),
            CandidateSet.All(Classes).Except(CandidateSet.Of(4)),
        ];
        var logits = Targets.Logits(2, Classes, 4, seed: 9);
        var alone = new AdaptiveCrossEntropy().Forward(
            logits.narrow(0, 0, 1),
            Targets.Of(sets, Classes, [0, 1, 2, -1])
        );
        foreach (var mate in new[] { new[] { 0, 0, 0, 0 }, [2, -1, -1, -1], [1, 2, 2, 2] })
        {
            var both = new AdaptiveCrossEntropy().Forward(logits, Targets.Of(sets, Classes, [0, 1, 2, -1], mate));
            var other = new AdaptiveCrossEntropy().Forward(logits.narrow(0, 1, 1), Targets.Of(sets, Classes, mate));
            both.item<double>().ShouldBe((alone + other).item<double>() / 2, 1e-12);
        }
    }

    [Fact]
    public void Ignores_padding()
    {
        using var scope = NewDisposeScope();
        CandidateSet[] sets = [CandidateSet.Of(0), CandidateSet.Of(2)];
        var logits = Targets.Logits(1, Classes, 4, seed: 3);
        var padded = new AdaptiveCrossEntropy().Forward(logits, Targets.Of(sets, Classes, [0, 1, -1, -1]));
        var cut = new AdaptiveCrossEntropy().Forward(logits.narrow(4, 0, 2), Targets.Of(sets, Classes, [0, 1]));
        padded.item<double>().ShouldBe(cut.item<double>(), 1e-12);
    }

    // Classes: background, csf, gm, edema, tumor. A lesion dataset's 0 is "not [edema, tumor]".
    [Fact]
    public void Patch_scope_follows_equation_4_to_the_letter()
    {
        using var scope = NewDisposeScope();
        CandidateSet[] sets =
        [
            CandidateSet.Of(0, 1, 2),
            CandidateSet.Of(3),
            CandidateSet.Of(4),
            CandidateSet.All(Classes),
        ];
        var p = new[] { 0.1, 0.2, 0.3, 0.25, 0.15 };
        var logits = tensor(p).log().view(1, Classes, 1, 1, 1).expand(3, Classes, 1, 1, 3).contiguous();
        // Patch 1 has edema only: tumour is in S. Patch 2 has no lesion: S is everything. Patch 3 has an unusable voxel.
        var target = Targets.Of(sets, Classes, [0, 0, 1], [0, 0, 0], [0, 2, 3]);
        var map = new AdaptiveCrossEntropy(LabelScope.Patch)
            .PerVoxel(logits, target)
            .flatten()
            .data<double>()
            .ToArray();
        double[] expected =
        [
            -Math.Log(0.75),
            -Math.Log(0.75),
            -Math.Log(0.25),
            0,
            0,
            0,
            -Math.Log(0.85),
            -Math.Log(0.15),
            0,
        ];
        for (var i = 0; i < expected.Length; i++)
            map[i].ShouldBe(expected[i], 1e-12, $"voxel {i}");
    }

    // Outside a brain mask a lesion dataset has certain background; it is present in the patch and stays in S all the same.
    [Fact]
    public void Patch_scope_keeps_background_among_the_candidates()
    {
        using var scope = NewDisposeScope();
        CandidateSet[] sets = [CandidateSet.Of(0, 1), CandidateSet.Of(2), CandidateSet.Of(0)];
        var logits = tensor(new[] { 0.2, 0.3, 0.5 }).log().view(1, 3, 1, 1, 1).expand(1, 3, 1, 1, 3).contiguous();
        var target = Targets.Of(sets, 3, [0, 1, 2]);
        var map = new AdaptiveCrossEntropy(LabelScope.Patch)
            .PerVoxel(logits, target)
            .flatten()
            .data<double>()
            .ToArray();
        map[0].ShouldBe(-Math.Log(0.5), 1e-12);
        map[2].ShouldBe(-Math.Log(0.2), 1e-12);
    }
}
