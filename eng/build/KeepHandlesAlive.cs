using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Mono.Cecil;
using Mono.Cecil.Cil;

/// <summary>
/// Copies TorchSharp.dll and makes each method that calls native code hold its object and its arguments until it returns.
/// TorchSharp takes the pointer out of a Scalar or a Tensor and passes it on; from then on nobody refers to the object, and
/// a garbage collection at that moment lets its finaliser free what the native code still reads. The cure is what the
/// runtime's documentation asks for: GC.KeepAlive after the call.
/// </summary>
public class KeepHandlesAlive : Task
{
    [Required]
    public string SourceFile { get; set; }

    [Required]
    public string DestinationFile { get; set; }

    /// <summary>Full names of the types that own a native object.</summary>
    [Required]
    public string[] Owners { get; set; }

    public override bool Execute()
    {
        using (var assembly = AssemblyDefinition.ReadAssembly(SourceFile))
        {
            var module = assembly.MainModule;
            foreach (var owner in Owners.Where(o => module.GetType(o) == null))
                return Fail("has no type " + owner);
            var collector = module.GetTypeReferences().FirstOrDefault(t => t.FullName == "System.GC");
            if (collector == null)
                return Fail("does not use System.GC");
            var keepAlive = new MethodReference("KeepAlive", module.TypeSystem.Void, collector);
            keepAlive.Parameters.Add(new ParameterDefinition(module.TypeSystem.Object));

            var changed = module.GetTypes().SelectMany(t => t.Methods).Count(m => Cure(m, keepAlive));
            if (changed == 0)
                return Fail("passes no " + string.Join(" or ", Owners) + " to native code");
            Write(assembly);
            Log.LogMessage(
                MessageImportance.Low,
                DestinationFile + ": " + changed + " methods keep what they use alive."
            );
            return true;
        }
    }

    private bool Cure(MethodDefinition method, MethodReference keepAlive)
    {
        if (!method.HasBody || method.IsConstructor || !CallsNativeCode(method))
            return false;
        var kept = method.Parameters.Where(p => Owners.Contains(p.ParameterType.FullName)).ToList();
        // A finaliser's object is dead by right.
        if (method.HasThis && method.Name != "Finalize" && Owners.Contains(method.DeclaringType.FullName))
            kept.Add(method.Body.ThisParameter);
        if (kept.Count == 0)
            return false;

        var code = method.Body.Instructions;
        for (var i = code.Count - 1; i >= 0; i--)
        {
            if (code[i].OpCode != OpCodes.Ret)
                continue;
            var added = new List<Instruction>();
            foreach (var parameter in kept)
            {
                added.Add(Instruction.Create(OpCodes.Ldarg, parameter));
                added.Add(Instruction.Create(OpCodes.Call, keepAlive));
            }

            added.Add(Instruction.Create(OpCodes.Ret));
            // The old instruction becomes the first of the new ones, so that branches to it lead there.
            code[i].OpCode = added[0].OpCode;
            code[i].Operand = added[0].Operand;
            for (var k = 1; k < added.Count; k++)
                code.Insert(i + k, added[k]);
        }

        // What was near may now be far.
        foreach (var branch in code.Where(c => c.OpCode.OperandType == OperandType.ShortInlineBrTarget))
            branch.OpCode = Long(branch.OpCode);
        return true;
    }

    private static bool CallsNativeCode(MethodDefinition method)
    {
        return method.Body.Instructions.Any(i =>
            i.Operand is MethodDefinition called && called.IsPInvokeImpl && i.OpCode == OpCodes.Call
        );
    }

    private static OpCode Long(OpCode code)
    {
        var name = code.Name.Substring(0, code.Name.Length - ".s".Length);
        return typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)).Single(c => c.Name == name);
    }

    // Several projects build at once: the file is whole or absent, and the last one wins with the same bytes.
    private void Write(AssemblyDefinition assembly)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DestinationFile));
        var temporary = DestinationFile + "." + Guid.NewGuid().ToString("N");
        assembly.Write(temporary, new WriterParameters { DeterministicMvid = true });
        if (File.Exists(DestinationFile))
            File.Delete(DestinationFile);
        try
        {
            File.Move(temporary, DestinationFile);
        }
        catch (IOException) when (File.Exists(DestinationFile))
        {
            File.Delete(temporary);
        }
    }

    private bool Fail(string what)
    {
        Log.LogError(SourceFile + " " + what + " (this version of TorchSharp must be looked at again).");
        return false;
    }
}
