namespace Concord.Simulation.Anatomy.BrainWeb;

/// <summary>
/// The numbers and the file names of a family of BrainWeb models. Source: BrainWeb, brainweb.bic.mni.mcgill.ca, the
/// pages "anatomic_ms" and "anatomic_normal_20" and the files they give.
/// </summary>
public sealed class BrainWebTable
{
    private readonly (BrainWebClass Class, string[] Words)[] _rows;

    private BrainWebTable(string name, params (BrainWebClass Class, string[] Words)[] rows)
    {
        (Name, _rows) = (name, rows);
        Classes = [.. rows.Select(r => r.Class)];
    }

    /// <summary>The classic phantom, normal or with lesions: 0 to 10.</summary>
    public static BrainWebTable Phantom { get; } =
        new(
            "the classic phantom",
            (BrainWebClass.Background, ["bck", "background"]),
            (BrainWebClass.Csf, ["csf"]),
            (BrainWebClass.GreyMatter, ["gry", "gm", "grey", "gray"]),
            (BrainWebClass.WhiteMatter, ["wht", "wm", "white"]),
            (BrainWebClass.Fat, ["fat"]),
            (BrainWebClass.Muscle, ["m+s", "m-s", "m_s", "muscles_skin", "muscle_skin", "muscles", "muscle", "mus"]),
            (BrainWebClass.Skin, ["skn", "skin"]),
            (BrainWebClass.Skull, ["skl", "skull"]),
            (BrainWebClass.Glial, ["gli", "glial"]),
            (BrainWebClass.Connective, ["mit", "meat", "con", "connective"]),
            (BrainWebClass.Lesion, ["wml", "les", "lesion", "lesions"])
        );

    /// <summary>The 20 normal subjects: 0 to 11.</summary>
    public static BrainWebTable Subjects { get; } =
        new(
            "the 20 subjects",
            (BrainWebClass.Background, ["bck", "background"]),
            (BrainWebClass.Csf, ["csf"]),
            (BrainWebClass.GreyMatter, ["gm", "gry", "grey", "gray"]),
            (BrainWebClass.WhiteMatter, ["wm", "wht", "white"]),
            (BrainWebClass.Fat, ["fat"]),
            (BrainWebClass.Muscle, ["muscles", "muscle", "mus"]),
            (BrainWebClass.Skin, ["muscles_skin", "muscle_skin", "m+s", "m-s", "m_s", "skin", "skn"]),
            (BrainWebClass.Skull, ["skull", "skl"]),
            (BrainWebClass.Vessels, ["vessels", "vessel", "ves"]),
            (BrainWebClass.AroundFat, ["fat2", "around_fat", "around-fat", "con", "connective"]),
            (BrainWebClass.Dura, ["dura"]),
            (BrainWebClass.Marrow, ["marrow", "bone_marrow", "mrw"])
        );

    /// <summary>What the family is called in messages.</summary>
    public string Name { get; }

    /// <summary>The class of each number, from 0.</summary>
    public IReadOnlyList<BrainWebClass> Classes { get; }

    /// <summary>The class that a word in a file name stands for, or null.</summary>
    internal BrainWebClass? ClassOf(string word)
    {
        foreach (var row in _rows)
            if (row.Words.Contains(word, StringComparer.OrdinalIgnoreCase))
                return row.Class;
        return null;
    }
}
