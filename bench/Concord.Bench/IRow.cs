namespace Concord.Bench;

/// <summary>A row of the table: something that is measured against a baseline in one run.</summary>
internal interface IRow
{
    /// <summary>What it is asked for by.</summary>
    string Name { get; }

    /// <summary>What is measured, against what.</summary>
    string What { get; }

    /// <summary>What it should reach, in words.</summary>
    string Bound { get; }

    /// <summary>Measures it.</summary>
    RowResult Measure();
}
