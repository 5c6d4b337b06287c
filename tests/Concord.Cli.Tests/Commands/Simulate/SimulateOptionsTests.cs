using System.CommandLine;
using Concord.Cli.Commands.Simulate;
using Concord.Imaging;
using Concord.Imaging.Geometry;
using Concord.Simulation;
using Concord.Simulation.Datasets;
using Concord.Simulation.Deformation;

namespace Concord.Cli.Tests.Commands.Simulate;

public sealed class SimulateOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_library()
    {
        var settings = Settings(SubjectKind.Lesions);
        var (subject, usual) = (settings.Subject, new SubjectSettings());
        settings.Count.ShouldBe(20);
        settings.Hidden.ShouldBe(HiddenLabels.None);
        settings.WritesMemberships.ShouldBeFalse();
        subject.Geometry.ShouldBe(usual.Geometry);
        subject.Deformation.ShouldBe(usual.Deformation);
        subject.Sequences.ShouldBe(usual.Sequences);
        subject.TexturePercent.ShouldBe(usual.TexturePercent);
        subject.Site.NoisePercent.ShouldBe(usual.Site.NoisePercent);
        subject.Site.Sequences.ShouldBe(usual.Site.Sequences, ignoreOrder: true);
        Settings(SubjectKind.Tumor).WritesMemberships.ShouldBeTrue();
    }

    [Fact]
    public void Options_reach_their_settings()
    {
        var settings = Settings(
            SubjectKind.Lesions,
            "-n 4 --seed 9 --sequences t1c,Flair,t2 --site b --parameter T2.TE=90 --noise 7 --inu 12 --blur 2.5",
            "--motion 0.3 --kspace 0.7 --size 40x48x30 --spacing 1x1.5x4 --deformation 0.5 --texture 2 --variation 1",
            "--lesion-volume 12 --hide LESION --memberships --structures --ignore-unknown --anatomy-lesions"
        );
        (settings.Count, settings.Seed).ShouldBe((4, 9UL));
        (settings.Hidden, settings.WritesMemberships, settings.WritesStructures).ShouldBe(
            (HiddenLabels.Lesion, true, true)
        );
        (settings.IgnoresUnknownCodes, settings.KeepsAnatomyLesions).ShouldBe((true, true));
        var subject = settings.Subject;
        subject.Sequences.ShouldBe(["T1c", "FLAIR", "T2"]);
        (subject.Site.Name, subject.Site.NoisePercent, subject.Site.InhomogeneityPercent, subject.Site.Blur).ShouldBe(
            ("B", 7, 12, 2.5)
        );
        subject.Site.Sequences["T2"].Parameters.Single(p => p.Key == "TE").Value.ShouldBe(90);
        (subject.Motion, subject.Sampled, subject.TexturePercent, subject.VariationPercent).ShouldBe((0.3, 0.7, 2, 1));
        subject.Geometry.ShouldBe(SubjectSettings.Centred(new(40, 48, 30), new(1, 1.5, 4)));
        subject.Lesions.Volume.ShouldBe(12);
        var d = new DeformationSettings();
        subject.Deformation.Warp.ShouldBe(d.Warp / 2);
        subject.Deformation.Turn.ShouldBe(d.Turn / 2);
        subject.Deformation.Flip.ShouldBe(d.Flip);
    }

    [Fact]
    public void No_deformation_keeps_sides_too()
    {
        Settings(SubjectKind.Brain, "--deformation 0").Subject.Deformation.ShouldBe(DeformationSettings.None);
        Settings(SubjectKind.Brain, "--size own").Subject.UsesOwnGrid.ShouldBeTrue();
        Settings(SubjectKind.Brain, "--spacing 2").Subject.Geometry.Spacing.ShouldBe(Spacing.Isotropic(2));
    }

    [Fact]
    public void Records_name_a_folder_of_anatomies_without_its_place()
    {
        Settings(SubjectKind.Brain, "--anatomy /data/maps/").Anatomy.ShouldBe("maps");
        Settings(SubjectKind.Brain).Anatomy.ShouldBe("procedural");
    }

    [Theory]
    [InlineData(
        "--sequences T1,T9",
        "--sequences: there is no sequence T9 (choose of T1, T1c, T2, PD, FLAIR, IR, MPRAGE)"
    )]
    [InlineData("--sequences T1,t1", "--sequences: T1 is named twice (name each once)")]
    [InlineData("--sequences ,", "--sequences: names none (give T1,FLAIR for instance)")]
    [InlineData("--site Z", "--site: there is no site Z (choose A, B, C, D)")]
    [InlineData("--parameter T1.XY=3", "--parameter: T1 has no XY at this site (choose of TR, TE, FA)")]
    [InlineData("--site C --parameter T1.FA=9", "--parameter: T1 has no FA at this site (choose of TR, TE)")]
    [InlineData("--noise 31", "--noise: 31 is out of its range (give 0 to 30)")]
    [InlineData("--noise NaN", "--noise: NaN is out of its range (give 0 to 30)")]
    [InlineData("--inu -1", "--inu: -1 is out of its range (give 0 to 100)")]
    [InlineData("--blur 11", "--blur: 11 is out of its range (give 0 to 10)")]
    [InlineData("--motion 1.1", "--motion: 1.1 is out of its range (give 0 to 1)")]
    [InlineData("--kspace 0.3", "--kspace: 0.3 is out of its range (give 0.4 to 1)")]
    [InlineData("--deformation 3", "--deformation: 3 is out of its range (give 0 to 2)")]
    [InlineData("--texture 21", "--texture: 21 is out of its range (give 0 to 20)")]
    [InlineData("--variation -1", "--variation: -1 is out of its range (give 0 to 20)")]
    [InlineData("--lesion-volume 0", "--lesion-volume: 0 is out of its range (give 0.01 to 200)")]
    [InlineData("-n 0", "--count: 0 is out of its range (give 1 to 100000)")]
    [InlineData("--seed -1", "--seed: -1 is out of its range (give 0 to 2147483647)")]
    [InlineData("--workers 0", "--workers: 0 is out of its range (give 1 to 256)")]
    [InlineData("--size 40x48", "--size: 40x48 isn't understood (give numbers with x between them)")]
    [InlineData("--size axbxc", "--size: axbxc isn't understood (give numbers with x between them)")]
    [InlineData("--size 40x48x40.5", "--size: isn't whole (give voxels, such as 181x217x181)")]
    [InlineData("--size 40x48x8", "--size: 8 is out of its range (give 16 to 1024)")]
    [InlineData("--spacing 9", "--spacing: 9 is out of its range (give 0.4 to 8)")]
    [InlineData("--spacing 1x1", "--spacing: 1x1 isn't understood (give numbers with x between them)")]
    [InlineData("--hide all", "--hide: all can't be (give none or tissue or lesion)")]
    public void Refuses_in_one_line(string arguments, string message) =>
        Should.Throw<BadInputException>(() => Settings(SubjectKind.Lesions, arguments)).Message.ShouldBe(message);

    private static DatasetSettings Settings(SubjectKind kind, params string[] arguments)
    {
        var options = new SimulateOptions(kind);
        var command = new Command("test");
        foreach (var option in options.All)
            command.Add(option);
        var parsed = command.Parse([.. "-o out".Split(' '), .. arguments.SelectMany(a => a.Split(' '))]);
        parsed.Errors.ShouldBeEmpty();
        return options.Settings(parsed);
    }
}
