using System.Runtime.Intrinsics.X86;
using Concord.Imaging;

namespace Concord.Learning.Runtime;

/// <summary>Turns a recipe's word into a precision.</summary>
public static class PrecisionChoice
{
    /// <summary>The words that a recipe may use.</summary>
    public static IReadOnlyList<string> Words { get; } = ["auto", "float32", "bfloat16"];

    /// <summary>True if the processor multiplies bfloat16 in hardware (AVX512-BF16 or AMX-BF16, by CPUID leaf 7).</summary>
    public static bool HasFastBFloat16 => HasAmx || HasLeaf7 && (X86Base.CpuId(7, 1).Eax & 1 << 5) != 0;

    /// <summary>True if the processor multiplies tiles of bfloat16 (AMX-BF16).</summary>
    public static bool HasAmx => HasLeaf7 && (X86Base.CpuId(7, 0).Edx & 1 << 22) != 0;

    private static bool HasLeaf7 => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7;

    /// <summary><c>auto</c> is bfloat16 where the device multiplies it in hardware.</summary>
    public static Precision Resolve(string word, string device) =>
        word switch
        {
            "float32" => Precision.Float32,
            "bfloat16" => Precision.BFloat16,
            "auto" => device != "cpu" || HasFastBFloat16 ? Precision.BFloat16 : Precision.Float32,
            _ => throw new BadInputException("precision", $"unknown '{word}'", $"known: {string.Join(", ", Words)}"),
        };
}
