using Concord.Simulation.Tumors.Mechanics;

namespace Concord.Simulation.Tumors;

/// <summary>What kind of tumour a subject has. What is null is drawn for each subject.</summary>
public sealed record TumorSettings
{
    /// <summary>How many seeds it grows from, in [1, 5]. Default 1.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Whether seeds lie in grey matter instead of white. Default false.</summary>
    public bool StartsInGrey { get; init; }

    /// <summary>High or low; drawn, two in three high.</summary>
    public TumorGrade? Grade { get; init; }

    /// <summary>
    /// The volume of the bulk that pushes tissue aside in ml, in [0.5, 150]; drawn log-normally from 4 to 50.
    /// </summary>
    public double? BulkVolume { get; init; }

    /// <summary>
    /// The share of the bulk that was there before it pushed, in [0.05, 1]; 1 is a tumour without mass effect. Default
    /// 0.2.
    /// </summary>
    public double SeedShare { get; init; } = 0.2;

    /// <summary>How far its cells infiltrate white matter in mm, in [0, 30]; drawn from 1 to 6.</summary>
    public double? Infiltration { get; init; }

    /// <summary>The cells' diffusivity in white matter in mm² a day, in [0.01, 2]. Default 0.15.</summary>
    public double Diffusivity { get; init; } = 0.15;

    /// <summary>How much faster they are there than in grey matter, in [1, 50]; drawn from 5 to 10.</summary>
    public double? WhiteToGrey { get; init; }

    /// <summary>The rate at which they multiply per day, in (0, 0.5]. Default 0.03.</summary>
    public double Proliferation { get; init; } = 0.03;

    /// <summary>How far oedema reaches in mm, in [0, 60]; drawn from 6 to 22, and for a low grade from 0 to 8.</summary>
    public double? EdemaExtent { get; init; }

    /// <summary>The volume in ml from which on a tumour of high grade is dead inside, at least 0. Default 6.</summary>
    public double NecrosisVolume { get; init; } = 6;

    /// <summary>The stiffness of tissues and the steps of the growth.</summary>
    public MassEffectSettings Mechanics { get; init; } = new();

    /// <summary>The spacing of the grid of the mechanics in mm, in [1, 6]. Default 2.</summary>
    public double MechanicsSpacing { get; init; } = 2;

    /// <summary>
    /// The spacing of the grid on which cells and oedema move in mm, in [0.5, 3]: fronts are as thin as a few mm. Default 1.
    /// </summary>
    public double CellSpacing { get; init; } = 1;
}
