using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Labels;
using Concord.Simulation.Datasets;

namespace Concord.Simulation.Tests.Datasets;

public sealed class LabelSchemeTests
{
    // In the order of TruthLabels.Names: background, csf, gm, wm, wmh, edema, tumor.
    private static readonly Volume<byte> Truth = new(
        new VolumeGeometry(new(7, 1, 1), Affine.Identity),
        [0, 1, 2, 3, 4, 5, 6]
    );

    // BIDS: 1 grey, 2 white, 3 fluid, 7 lesion; 20 and 21 are Concord's oedema and tumour, 99 anything. What a kind of
    // subject doesn't have counts as white matter.
    public static TheoryData<SubjectKind, HiddenLabels, byte[], string, string> Schemes =>
        new()
        {
            {
                SubjectKind.Brain,
                HiddenLabels.None,
                [0, 3, 1, 2, 2, 2, 2],
                "0: background, 1: gm, 2: wm, 3: csf",
                "0\tbackground\n1\tgm\n2\twm\n3\tcsf\n"
            },
            {
                SubjectKind.Lesions,
                HiddenLabels.None,
                [0, 3, 1, 2, 7, 2, 2],
                "0: background, 1: gm, 2: wm, 3: csf, 7: wmh",
                "0\tbackground\n1\tgm\n2\twm\n3\tcsf\n7\twmh\n"
            },
            {
                SubjectKind.Lesions,
                HiddenLabels.Tissue,
                [0, 0, 0, 0, 7, 0, 0],
                "0: not [wmh], 7: wmh",
                "0\tnot-wmh\n7\twmh\n"
            },
            {
                SubjectKind.Lesions,
                HiddenLabels.Lesion,
                [0, 3, 1, 2, 2, 2, 2],
                "0: background, 1: gm, 2: [wm, wmh], 3: csf",
                "0\tbackground\n1\tgm\n2\twm-or-wmh\n3\tcsf\n"
            },
            {
                SubjectKind.Tumor,
                HiddenLabels.None,
                [0, 3, 1, 2, 2, 20, 21],
                "0: background, 1: gm, 2: wm, 3: csf, 20: edema, 21: tumor",
                "0\tbackground\n1\tgm\n2\twm\n3\tcsf\n20\tedema\n21\ttumor\n"
            },
            {
                SubjectKind.Tumor,
                HiddenLabels.Tissue,
                [0, 0, 0, 0, 0, 20, 21],
                "0: not [edema, tumor], 20: edema, 21: tumor",
                "0\tnot-edema-or-tumor\n20\tedema\n21\ttumor\n"
            },
            {
                SubjectKind.Tumor,
                HiddenLabels.Lesion,
                [0, 3, 1, 2, 2, 99, 99],
                "0: background, 1: gm, 2: wm, 3: csf, 99: any",
                "0\tbackground\n1\tgm\n2\twm\n3\tcsf\n99\tany\n"
            },
        };

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Writes_these_values_and_says_this_of_them(
        SubjectKind kind,
        HiddenLabels hidden,
        byte[] values,
        string protocol,
        string table
    )
    {
        var scheme = new LabelScheme(kind, hidden);
        scheme.Encode(Truth).Voxels.ShouldBe(values);
        scheme.Protocol().ShouldBe($"{{ {protocol} }}");
        scheme.Table().ShouldBe("index\tname\n" + table);
        // Whatever is hidden, the truth is among what its value may mean.
        foreach (var meaning in protocol.Split(", ", StringSplitOptions.None).Where(part => part.Contains(':')))
            values.ShouldContain(byte.Parse(meaning.Split(':')[0]));
        for (var i = 0; i < values.Length; i++)
        {
            var c = scheme.Space.IndexOf(TruthLabels.Names[i]);
            var start = protocol.IndexOf($"{values[i]}: ", StringComparison.Ordinal) + $"{values[i]}: ".Length;
            var end = protocol.IndexOf(':', start);
            var text = end < 0 ? protocol[start..] : protocol[start..protocol.LastIndexOf(", ", end, end - start)];
            if (c >= 0)
                ProtocolParser.Parse(text, scheme.Space, "test").Contains(c).ShouldBeTrue(TruthLabels.Names[i]);
        }
    }

    [Theory]
    [InlineData(HiddenLabels.Tissue)]
    [InlineData(HiddenLabels.Lesion)]
    public void A_healthy_brain_has_nothing_to_hide(HiddenLabels hidden) =>
        Should.Throw<ArgumentException>(() => new LabelScheme(SubjectKind.Brain, hidden));
}
