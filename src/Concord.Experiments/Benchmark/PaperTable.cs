namespace Concord.Experiments.Benchmark;

/// <summary>Table 1 of Roulet, Fernandez Slezak and Ferrante (MIDL 2019): mean Dice (standard deviation).</summary>
public static class PaperTable
{
    private static readonly Dictionary<(string Scenario, string Method), Dictionary<string, (double, double)>> Cells =
        new()
        {
            [("tissue-wmh", "multi-unet")] = Wmh((.516, .232), (.694, .028), (.757, .035), (.770, .035)),
            [("tissue-wmh", "naive-ce")] = Wmh((.411, .294), (.075, .057), (.112, .067), (0, 0)),
            [("tissue-wmh", "naive-dice")] = Wmh((.508, .218), (.721, .035), (.750, .029), (.783, .038)),
            [("tissue-wmh", "ace")] = Wmh((.540, .245), (.750, .031), (.802, .034), (.807, .033)),
            [("tissue-tumor", "multi-unet")] = Tumor(
                (.509, .228),
                (.586, .143),
                (.778, .021),
                (.877, .020),
                (.874, .026)
            ),
            [("tissue-tumor", "naive-ce")] = Tumor((.335, .219), (0, 0), (.002, .003), (.013, .011), (.003, .004)),
            [("tissue-tumor", "naive-dice")] = Tumor(
                (.114, .126),
                (.282, .252),
                (.432, .032),
                (.863, .025),
                (.846, .042)
            ),
            [("tissue-tumor", "ace")] = Tumor((.414, .264), (.415, .300), (.779, .018), (.891, .013), (.891, .012)),
        };

    /// <summary>A cell of the table; null where the paper has none.</summary>
    public static (double Mean, double Deviation)? Find(string scenario, string method, string structure) =>
        Cells.TryGetValue((scenario, method), out var row) && row.TryGetValue(structure, out var cell) ? cell : null;

    private static Dictionary<string, (double, double)> Wmh(
        (double, double) wmh,
        (double, double) csf,
        (double, double) gm,
        (double, double) wm
    ) =>
        new(StringComparer.Ordinal)
        {
            ["wmh"] = wmh,
            ["csf"] = csf,
            ["gm"] = gm,
            ["wm"] = wm,
        };

    private static Dictionary<string, (double, double)> Tumor(
        (double, double) edema,
        (double, double) tumor,
        (double, double) csf,
        (double, double) gm,
        (double, double) wm
    ) =>
        new(StringComparer.Ordinal)
        {
            ["edema"] = edema,
            ["tumor"] = tumor,
            ["csf"] = csf,
            ["gm"] = gm,
            ["wm"] = wm,
        };
}
