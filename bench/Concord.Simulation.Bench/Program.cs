using Concord.Simulation.Bench;

// dotnet run -c Release --project bench/Concord.Simulation.Bench -- COMMAND …
return args switch
{
    ["verify"] => Verification.Print(),
    ["mixture", .. var anatomies] => MixtureTable.Print(anatomies),
    ["speed", .. var anatomies] => SpeedTable.Print(anatomies),
    ["one", var kind, var anatomy, var size, var spacing] => SpeedTable.MakeOne(kind, anatomy, size, spacing),
    ["sheets", var folder, .. var anatomies] => ContactSheets.Write(folder, anatomies),
    ["beside", var folder, var png] => ContactSheets.Beside(folder, png),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        "verify | mixture ANATOMY… | speed ANATOMY… | sheets FOLDER ANATOMY… | beside REAL-FOLDER PNG"
    );
    return 2;
}
