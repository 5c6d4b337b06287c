using Concord.Labels;
using Concord.Learning.Heads;
using Concord.Learning.Inference;
using Concord.Learning.Tests.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Concord.Learning.Tests.Heads;

public sealed class HeadLayoutTests
{
    private static readonly Protocol Tissue = new(
        TwoDatasets.Space,
        new Dictionary<int, CandidateSet>
        {
            [0] = CandidateSet.Of(0),
            [1] = CandidateSet.Of(1),
            [2] = CandidateSet.Of(2),
            [3] = CandidateSet.Of(3),
        }
    );

    [Fact]
    public void Of_classes_is_a_softmax()
    {
        using var scope = NewDisposeScope();
        var logits = Targets.Logits(1, 5, 6, seed: 1);
        var layout = HeadLayout.OfClasses(TwoDatasets.Space);
        layout.IsOfClasses.ShouldBeTrue();
        (Fuse(layout, logits) - logits.softmax(1)).abs().max().item<double>().ShouldBe(0);
    }

    // The paper's rule: where a lesion is likelier than not it overwrites tissue, else the best tissue stands.
    [Fact]
    public void Lesions_overwrite_tissue_whatever_the_order_of_the_datasets() =>
        Gen.Int[1, 100_000]
            .Sample(
                seed =>
                {
                    using var scope = NewDisposeScope();
                    var tissue = Targets.Logits(1, 4, 20, seed);
                    var lesions = Targets.Logits(1, 2, 20, seed + 1);
                    var forward = HeadLayout.OfDatasets(["t", "l"], [Tissue, TwoDatasets.Lesions]);
                    var backward = HeadLayout.OfDatasets(["l", "t"], [TwoDatasets.Lesions, Tissue]);
                    var one = Fuse(forward, cat([tissue, lesions], 1)).argmax(1);
                    var other = Fuse(backward, cat([lesions, tissue], 1)).argmax(1);
                    var isLesion = lesions.argmax(1).eq(1);
                    var expected = where(isLesion, 4, tissue.argmax(1));
                    one.eq(expected).all().item<bool>().ShouldBeTrue();
                    other.eq(expected).all().item<bool>().ShouldBeTrue();
                },
                iter: 30,
                threads: 1
            );

    [Fact]
    public void Channels_sum_to_one_within_each_group()
    {
        using var scope = NewDisposeScope();
        var layout = HeadLayout.OfDatasets(["t", "l"], [TwoDatasets.Tissue, TwoDatasets.Lesions]);
        var p = layout.ToProbabilities(Targets.Logits(2, layout.Channels, 7, seed: 3));
        p.shape.ShouldBe([2, 6, 1, 1, 7]);
        (p.narrow(1, 0, 4).sum(1) - 1).abs().max().item<double>().ShouldBeLessThan(1e-12);
        (p.narrow(1, 4, 2).sum(1) - 1).abs().max().item<double>().ShouldBeLessThan(1e-12);
    }

    // wm and wmh are one label of the tissue dataset: the lesion dataset decides between them.
    [Fact]
    public void A_merged_label_is_divided_by_the_dataset_that_can_tell()
    {
        using var scope = NewDisposeScope();
        var layout = HeadLayout.OfDatasets(["t", "l"], [TwoDatasets.Tissue, TwoDatasets.Lesions]);
        // Tissue: .1 .1 .1 .7; lesion: .8 not, .2 yes.
        var logits = tensor(new[] { .1, .1, .1, .7, .8, .2 }).log().view(1, 6, 1, 1, 1);
        var scores = Fuse(layout, logits).flatten().data<double>().ToArray();
        double[] products = [.1 * .8, .1 * .8, .1 * .8, .7 * .8, .7 * .2];
        for (var c = 0; c < 5; c++)
            scores[c].ShouldBe(products[c], 1e-12);
    }

    [Fact]
    public void A_class_that_nobody_labels_is_known_to_nobody()
    {
        var layout = HeadLayout.OfDatasets(["t"], [Tissue]);
        layout.Known.ShouldBe(CandidateSet.Of(0, 1, 2, 3));
        layout.Channels.ShouldBe(4);
    }

    // Nobody labels csf: "not a lesion" speaks of it, but whatever the tissue is it would be as likely.
    [Fact]
    public void A_class_that_nobody_tells_from_another_is_known_to_nobody()
    {
        using var scope = NewDisposeScope();
        var meanings = new[] { 0, 2, 3 }.ToDictionary(c => c, c => CandidateSet.Of(c));
        Protocol[] both = [new(TwoDatasets.Space, meanings), TwoDatasets.Lesions];
        foreach (var protocols in new[] { both, [.. both.Reverse()] })
        {
            var layout = HeadLayout.OfDatasets(["a", "b"], protocols);
            layout.Known.ShouldBe(CandidateSet.Of(0, 2, 3, 4));
        }

        // At a voxel of grey matter its score is that of grey matter.
        var forward = HeadLayout.OfDatasets(["t", "l"], both);
        var scores = Fuse(forward, tensor(new[] { .1, .8, .1, .9, .1 }).log().view(1, 5, 1, 1, 1)).flatten();
        scores[1].item<double>().ShouldBe(scores[2].item<double>());
    }

    // Lesions of two datasets, each of which knows nothing of the other's, and a tissue that two merge with its lesion.
    [Fact]
    public void Classes_that_somebody_tells_apart_stay_known()
    {
        var edema = new Protocol(
            TwoDatasets.Space,
            new Dictionary<int, CandidateSet> { [0] = CandidateSet.Of(0, 2, 3, 4), [1] = CandidateSet.Of(1) }
        );
        HeadLayout
            .OfDatasets(["t", "l", "e"], [TwoDatasets.Tissue, TwoDatasets.Lesions, edema])
            .Known.ShouldBe(TwoDatasets.Space.All);
        HeadLayout.OfDatasets(["l"], [TwoDatasets.Lesions]).Known.ShouldBe(TwoDatasets.Space.All);
        HeadLayout.OfClasses(TwoDatasets.Space).Known.ShouldBe(TwoDatasets.Space.All);
    }

    [Fact]
    public void Survives_a_models_description()
    {
        var layout = HeadLayout.OfDatasets(["t", "l"], [TwoDatasets.Tissue, TwoDatasets.Lesions]);
        var heads = HeadDescription.Of(layout)!;
        heads[1].Labels.ShouldBe(["not [wmh]", "wmh"]);
        HeadDescription.Of(HeadLayout.OfClasses(TwoDatasets.Space)).ShouldBeNull();
        var read = heads.SelectMany(h => h.Labels.Select(l => ProtocolParser.Parse(l, TwoDatasets.Space, "test")));
        read.ShouldBe(layout.Groups.SelectMany(g => g.Sets));
    }

    private static Tensor Fuse(HeadLayout layout, Tensor logits) => layout.ToClasses(layout.ToProbabilities(logits));
}
