using System.Globalization;
using Concord.Bench;
using Concord.Bench.Rows;

// dotnet run -c Release --project bench/Concord.Bench -- TABLE.md [ROW…], or --overlaps, or --kernels
IRow[] rows =
[
    new ColdStart(),
    new NiftiReading(),
    new NiftiWriting(),
    new SurfaceMeasures(),
    new TrainingStep(),
    new Recomputing(),
    new Prediction(),
    new PredictionDuel(),
    new DataWait(),
    new TrainingMemory(),
    new Growth(),
];
if (args is [StepServer.Word, var precision, var side, var recompute])
{
    StepServer.Serve(precision, int.Parse(side, CultureInfo.InvariantCulture), bool.Parse(recompute));
    return 0;
}

if (args is [Kernels.Word])
{
    Kernels.Run();
    return 0;
}

if (args is [OverlapTable.Word])
{
    OverlapTable.Print();
    return 0;
}

if (args.Length == 0 || args.Skip(1).Except(rows.Select(r => r.Name)).Any())
{
    Console.Error.WriteLine($"TABLE.md [ROW…], of {string.Join(", ", rows.Select(r => r.Name))}");
    return 2;
}

var table = new PerformanceTable(args[0]);
foreach (var row in rows.Where(r => args.Length == 1 || args.Contains(r.Name)))
{
    Console.WriteLine($"{row.Name}: {row.What} …");
    var result = row.Measure();
    Console.WriteLine($"  {result.Figure}; {result.Detail}; bound {row.Bound}: {(result.IsMet ? "met" : "missed")}");
    table.Put(row, result);
}

return 0;
