using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy.LabelMaps;
using Concord.Simulation.Deformation;
using Concord.Simulation.Tests.Anatomy.LabelMaps;
using Concord.Simulation.Tumors;

namespace Concord.Simulation.Tests.Tumors;

public sealed class PushedStructuresTests
{
    private const byte Gm = 2;
    private const byte Tumor = 6;

    [Fact]
    public void Structures_lie_where_the_tumour_has_pushed_tissue()
    {
        var source = LabelMapReader.Make("head", "head.nii", BoxHead.Make(), ignoreUnknown: false, keepLesions: false);
        var grid = SubjectSettings.Centred(new(60, 72, 64), Spacing.Isotropic(3));
        var subject = SubjectSimulator.Make(
            source,
            new()
            {
                Kind = SubjectKind.Tumor,
                Geometry = grid,
                Sequences = ["T1"],
                Deformation = DeformationSettings.None,
                Tumor = new TumorSettings
                {
                    BulkVolume = 60,
                    SeedShare = 0.1,
                    MechanicsSpacing = 4,
                    CellSpacing = 2,
                },
            },
            seed: 5
        );
        subject.Tumor!.MassEffect.LargestDisplacement.ShouldBeGreaterThan(3);
        var codes = subject.Structures!.Value.Voxels;
        var (map, isFlipped) = RandomPose.Draw(source, DeformationSettings.None, default, seed: 1);
        var before = source.Structures(grid, map, isFlipped).Voxels;
        var truth = subject.Truth.Voxels;
        for (var i = 0; i < truth.Length; i++)
            if (truth[i] == Tumor)
                codes[i].ShouldBe(0);
        Wrong(codes).ShouldBeLessThan(0.5 * Wrong(before));

        // Cortex that the truth has elsewhere.
        double Wrong(int[] found) =>
            Enumerable
                .Range(0, truth.Length)
                .Count(i => truth[i] != Tumor && (found[i] is 3 or 42) != (truth[i] == Gm));
    }
}
