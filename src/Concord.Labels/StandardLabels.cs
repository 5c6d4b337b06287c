namespace Concord.Labels;

/// <summary>
/// The integers that label files written by Concord carry: those of the BIDS standard table where it has the class
/// (0 BG, 1 GM, 2 WM, 3 CSF, 7 L, 8 CGM, 9 SGM, 10 BS, 11 CBM), and fixed numbers from 20 up for what it lacks.
/// </summary>
public static class StandardLabels
{
    private static readonly Dictionary<string, StandardLabel> Known = new(StringComparer.Ordinal)
    {
        ["background"] = new(0, 0, "BG", 0x000000),
        ["gm"] = new(1, 1, "GM", 0xE69F00),
        ["wm"] = new(2, 2, "WM", 0xF0E442),
        ["csf"] = new(3, 3, "CSF", 0x56B4E9),
        ["wmh"] = new(7, 7, "L", 0xE4002B),
        ["lesion"] = new(7, 7, "L", 0xE4002B),
        ["cortex"] = new(8, 8, "CGM", 0xD98C00),
        ["deep-gm"] = new(9, 9, "SGM", 0xB35900),
        ["brainstem"] = new(10, 10, "BS", 0x009E73),
        ["cerebellum"] = new(11, 11, "CBM", 0x0072B2),
        ["edema"] = new(20, 7, "L", 0x00C853),
        ["tumor"] = new(21, 7, "L", 0xCC33CC),
        ["necrosis"] = new(22, 7, "L", 0x7F3F00),
        ["nonenhancing"] = new(23, 7, "L", 0x8E6BBF),
        ["enhancing"] = new(24, 7, "L", 0xFF4F8B),
    };

    /// <summary>The names of classes that count as lesions, which are measured one by one too.</summary>
    public static IEnumerable<string> LesionNames => Known.Where(k => k.Value.IsLesion).Select(k => k.Key);

    /// <summary>The label of every class of a space, in its order. Classes that BIDS doesn't know get 100, 101, …</summary>
    public static IReadOnlyList<StandardLabel> For(LabelSpace space)
    {
        var labels = new StandardLabel[space.Count];
        var used = new HashSet<int>();
        var next = 100;
        for (var c = 0; c < space.Count; c++)
        {
            var label = Known.GetValueOrDefault(space.Classes[c]) ?? Own(next++, c);
            if (!used.Add(label.Value))
                // What two classes share tells neither.
                used.Add((label = label with { Value = next, Color = Own(next++, c).Color }).Value);
            labels[c] = label;
        }

        return labels;
    }

    // Hues a golden angle apart stay distinct however many there are.
    private static StandardLabel Own(int value, int index)
    {
        var hue = index * 137.508 % 360;
        var color = 0;
        foreach (var shift in new[] { 0.0, 8.0, 4.0 })
        {
            var k = (shift + hue / 30) % 12;
            color = color << 8 | (int)(255 * (0.55 - 0.45 * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1))));
        }

        return new(value, null, null, color);
    }
}
