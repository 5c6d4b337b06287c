using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies an ELF64 little-endian shared library and marks one symbol version that it needs as weak, so that the dynamic
/// linker of a system whose library lacks that version warns at most and loads it all the same.
/// In section .gnu.version_r (SHT_GNU_verneed): Elf64_Vernaux.vna_flags |= VER_FLG_WEAK.
/// </summary>
public class WeakenVersionNeed : Task
{
    private const uint SectionVersionNeed = 0x6ffffffe;
    private const ushort Weak = 0x2;

    [Required]
    public string SourceFile { get; set; }

    [Required]
    public string DestinationFile { get; set; }

    [Required]
    public string Library { get; set; }

    [Required]
    public string VersionName { get; set; }

    public override bool Execute()
    {
        var elf = File.ReadAllBytes(SourceFile);
        if (
            elf.Length < 64
            || elf[0] != 0x7f
            || elf[1] != 'E'
            || elf[2] != 'L'
            || elf[3] != 'F'
            || elf[4] != 2
            || elf[5] != 1
        )
            return Fail("is not a 64-bit little-endian ELF file");

        var flags = FindFlags(elf);
        if (flags < 0)
            return Fail("does not need " + VersionName + " of " + Library + " where it is expected");

        var value = (ushort)(BitConverter.ToUInt16(elf, flags) | Weak);
        elf[flags] = (byte)value;
        elf[flags + 1] = (byte)(value >> 8);

        // Several projects build at once: the file is whole or absent, and the last one wins with the same bytes.
        Directory.CreateDirectory(Path.GetDirectoryName(DestinationFile));
        var temporary = DestinationFile + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, elf);
        if (File.Exists(DestinationFile))
            File.Delete(DestinationFile);
        try
        {
            File.Move(temporary, DestinationFile);
        }
        catch (IOException)
        {
            File.Delete(temporary);
        }

        return true;
    }

    private int FindFlags(byte[] elf)
    {
        var sections = (long)BitConverter.ToUInt64(elf, 0x28);
        int entrySize = BitConverter.ToUInt16(elf, 0x3A),
            count = BitConverter.ToUInt16(elf, 0x3C);
        for (var i = 0; i < count; i++)
        {
            var header = (int)(sections + (long)i * entrySize);
            if (BitConverter.ToUInt32(elf, header + 4) != SectionVersionNeed)
                continue;
            var strings = (int)(sections + BitConverter.ToUInt32(elf, header + 0x28) * (long)entrySize);
            var names = (int)BitConverter.ToUInt64(elf, strings + 0x18);
            return FindFlags(elf, (int)BitConverter.ToUInt64(elf, header + 0x18), names);
        }

        return -1;
    }

    private int FindFlags(byte[] elf, int need, int names)
    {
        while (true)
        {
            var file = ReadString(elf, names + (int)BitConverter.ToUInt32(elf, need + 4));
            var auxiliary = need + (int)BitConverter.ToUInt32(elf, need + 8);
            for (int i = 0, n = BitConverter.ToUInt16(elf, need + 2); i < n; i++)
            {
                var name = ReadString(elf, names + (int)BitConverter.ToUInt32(elf, auxiliary + 8));
                if (file == Library && name == VersionName)
                    return auxiliary + 4;
                auxiliary += (int)BitConverter.ToUInt32(elf, auxiliary + 12);
            }

            var next = (int)BitConverter.ToUInt32(elf, need + 12);
            if (next == 0)
                return -1;
            need += next;
        }
    }

    private static string ReadString(byte[] elf, int offset)
    {
        var end = Array.IndexOf(elf, (byte)0, offset);
        return Encoding.ASCII.GetString(elf, offset, end - offset);
    }

    private bool Fail(string problem)
    {
        Log.LogError(
            SourceFile + " " + problem + " (eng/Libtorch.targets pins the version that was cured; check the pin)."
        );
        return false;
    }
}
