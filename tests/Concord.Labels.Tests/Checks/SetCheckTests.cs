using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels.Checks;
using Concord.Labels.Manifests;
using Concord.Labels.Subjects;

namespace Concord.Labels.Tests.Checks;

/// <summary>Checks that compare subjects, on sketches of random numbers that share more or less.</summary>
public sealed class SetCheckTests
{
    private const int Length = 4000;

    [Fact]
    public void Finds_equal_voxels_and_heads_that_are_too_alike()
    {
        var people = People(8);
        new DuplicateCheck().Compare(people).ShouldBeEmpty();
        var same = people[2] with { Subject = Named("copy"), Hashes = Hashes("other") };
        var found = new DuplicateCheck().Compare([.. people, same]).ShouldHaveSingleItem();
        (found.Kind, found.Subject).ShouldBe((FindingKind.Duplicate, "copy"));
        found.Message.ShouldContain("d 's2'");

        var bytes = people[3] with { Subject = Named("bytes"), Details = People(1, from: 77)[0].Details };
        new DuplicateCheck()
            .Compare([.. people, bytes])
            .ShouldHaveSingleItem()
            .Message.ShouldBe("T1 has the same voxels as d 's3'");

        var mirrored = People(1, from: 50)[0] with { Subject = Named("mirrored"), Mirrored = people[1].Details["T1"] };
        new DuplicateCheck().Compare([.. people, mirrored]).ShouldHaveSingleItem().Message.ShouldContain("mirrored");
    }

    [Fact]
    public void One_that_is_learnt_from_and_kept_back_is_a_leak()
    {
        var people = People(8);
        var test = people[4] with { Subject = Named("again"), Subset = Subset.Test };
        var found = new DuplicateCheck().Compare([.. people, test]).ShouldHaveSingleItem();
        found.Kind.ShouldBe(FindingKind.Leak);
        found.Message.ShouldEndWith("which is for training, where this one is for test");
    }

    [Fact]
    public void Finds_a_sequence_that_looks_like_another()
    {
        var people = People(8);
        new LikenessCheck().Compare(people).ShouldBeEmpty();
        var details = people[5].Details;
        people[5] = people[5] with
        {
            Details = new Dictionary<string, float[]> { ["T1"] = details["FLAIR"], ["FLAIR"] = details["T1"] },
        };
        var found = new LikenessCheck().Compare(people).ToList();
        found.Select(f => (f.Kind, f.Subject)).ShouldBe([(FindingKind.Swapped, "s5"), (FindingKind.Swapped, "s5")]);
        found[0].Message.ShouldContain("looks like FLAIR");
    }

    [Fact]
    public void Finds_a_sequence_that_looks_like_none()
    {
        var people = People(8);
        var details = people[5].Details;
        people[5] = people[5] with
        {
            Details = new Dictionary<string, float[]>
            {
                ["T1"] = Array.ConvertAll(details["T1"], v => -v),
                ["FLAIR"] = details["FLAIR"],
            },
        };
        var found = new LikenessCheck().Compare(people).ShouldHaveSingleItem();
        (found.Kind, found.Subject).ShouldBe((FindingKind.Contrast, "s5"));
    }

    [Fact]
    public void Finds_a_mirrored_subject_where_the_others_are_asymmetric_alike()
    {
        var people = People(9);
        new MirroredSubjectCheck().Compare(people).ShouldBeEmpty();
        people[6] = people[6] with
        {
            Details = new Dictionary<string, float[]> { ["T1"] = people[6].Mirrored! },
            Mirrored = people[6].Details["T1"],
        };
        var found = new MirroredSubjectCheck().Compare(people).ShouldHaveSingleItem();
        (found.Kind, found.Subject).ShouldBe((FindingKind.Flip, "s6"));
        // Of five others, or of people without a common asymmetry, nothing is said.
        new MirroredSubjectCheck()
            .Compare([.. people.Skip(4)])
            .ShouldBeEmpty();
        var symmetric = people.ConvertAll(p => p with { Mirrored = p.Details["T1"] });
        new MirroredSubjectCheck().Compare(symmetric).ShouldBeEmpty();
    }

    [Fact]
    public void Finds_voxel_sizes_that_are_far_off()
    {
        var people = People(5);
        new SpacingCheck().Compare(people).ShouldBeEmpty();
        people[1] = people[1] with { Spacing = new(1, 1, 2) };
        new SpacingCheck().Compare(people).ShouldHaveSingleItem().Subject.ShouldBe("s1");
        var coarse = People(3)
            .ConvertAll(p => p with { Subject = p.Subject with { Dataset = "coarse" }, Spacing = new(1, 1, 5) });
        var found = new SpacingCheck().Compare([.. People(5), .. coarse]).ToList();
        found.Select(f => (f.Dataset, f.Subject)).ShouldBe([("d", null), ("coarse", null)]);
    }

    private static Dictionary<string, string> Hashes(string of) => new() { ["T1"] = of };

    private static Subject Named(string id) =>
        new("d", id, new Dictionary<string, string> { ["T1"] = $"{id}/T1", ["FLAIR"] = $"{id}/FLAIR" }, null, null);

    // What all have in common, what a sequence has, and what is a person's own; mirrored, less is in common.
    private static List<SubjectSketch> People(int count, int from = 0)
    {
        var (all, t1, flair, left) = (Noise(1), Noise(2), Noise(3), Noise(4));
        return
        [
            .. Enumerable
                .Range(from, count)
                .Select(i =>
                {
                    var own = Noise(100 + (ulong)i);
                    return new SubjectSketch
                    {
                        Subject = Named($"s{i}"),
                        Subset = Subset.Training,
                        Spacing = Spacing.Isotropic(1),
                        Hashes = Hashes($"{i}"),
                        Details = new Dictionary<string, float[]>
                        {
                            ["T1"] = Mix(all, t1, left, own),
                            ["FLAIR"] = Mix(all, flair, left, own),
                        },
                        Mirrored = Mix(all, t1, Array.ConvertAll(left, v => -0.5f * v), Noise(200 + (ulong)i)),
                    };
                }),
        ];
    }

    private static float[] Mix(params float[][] parts)
    {
        var sum = new float[Length];
        foreach (var part in parts)
            System.Numerics.Tensors.TensorPrimitives.Add(sum, part, sum);
        SketchFrame.Normalize(sum);
        return sum;
    }

    private static float[] Noise(ulong seed)
    {
        var random = new Random64(seed);
        var noise = new float[Length];
        foreach (ref var value in noise.AsSpan())
            value = (float)random.NextNormal();
        return noise;
    }
}
