using System.Buffers.Binary;
using System.Text;
using Concord.Imaging.Geometry;

namespace Concord.Simulation.Tests.Anatomy.BrainWeb;

/// <summary>The shortest MINC 1 files that hold an image.</summary>
internal static class MincFile
{
    /// <summary>An image of bytes on a grid without turns.</summary>
    /// <param name="grid">Where the voxels lie.</param>
    /// <param name="voxels">A multiple of four, first index fastest.</param>
    /// <param name="largest">What the byte 255 stands for; 0 stands for 0.</param>
    public static byte[] Bytes(VolumeGeometry grid, byte[] voxels, double largest = 255)
    {
        var bytes = new List<byte>([.. "CDF"u8, 1, 0, 0, 0, 0]);
        (string Name, int Axis)[] axes = [("zspace", 2), ("yspace", 1), ("xspace", 0)];
        Int(0x0A, 3);
        foreach (var (name, axis) in axes)
        {
            Text(name);
            Int(grid.Size[axis]);
        }

        Int(0, 0, 0x0B, 6);
        const int Length = 472;
        var start = grid.Affine.Column(3);
        foreach (var (name, axis) in axes)
        {
            Text(name);
            Int(0, 0x0C, 2);
            Text("start");
            Int(6, 1);
            Real(
                axis == 0 ? start.X
                : axis == 1 ? start.Y
                : start.Z
            );
            Text("step");
            Int(6, 1);
            Real(grid.Spacing[axis]);
            Int(4, 4, Length);
        }

        foreach (var (name, at) in new[] { ("image-min", 4), ("image-max", 12) })
        {
            Text(name);
            Int(0, 0, 0, 6, 8, Length + at);
        }

        Text("image");
        Int(3, 0, 1, 2, 0, 0, 1, voxels.Length, Length + 20);
        bytes.Count.ShouldBe(Length);
        Int(0);
        Real(0);
        Real(largest);
        return [.. bytes, .. voxels];

        void Int(params int[] values)
        {
            foreach (var value in values)
            {
                var four = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(four, value);
                bytes.AddRange(four);
            }
        }

        void Real(double value)
        {
            var eight = new byte[8];
            BinaryPrimitives.WriteDoubleBigEndian(eight, value);
            bytes.AddRange(eight);
        }

        void Text(string text)
        {
            Int(text.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(text.PadRight((text.Length + 3) / 4 * 4, '\0')));
        }
    }
}
