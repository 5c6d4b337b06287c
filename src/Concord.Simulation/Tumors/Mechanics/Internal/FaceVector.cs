using System.Numerics.Tensors;

namespace Concord.Simulation.Tumors.Mechanics.Internal;

/// <summary>
/// One number on each face of a <see cref="PaddedGrid"/>: the component along the face's normal, kept with the cell of
/// which the face is the lower one.
/// </summary>
internal sealed class FaceVector(PaddedGrid grid)
{
    public PaddedGrid Grid => grid;

    public float[] X { get; } = new float[grid.Length];

    public float[] Y { get; } = new float[grid.Length];

    public float[] Z { get; } = new float[grid.Length];

    public float[] this[int axis] =>
        axis switch
        {
            0 => X,
            1 => Y,
            _ => Z,
        };

    public double Dot(FaceVector other) =>
        grid.Sum(
            (start, end) =>
            {
                var sum = 0.0;
                for (var axis = 0; axis < 3; axis++)
                    sum += TensorPrimitives.Dot(Row(axis, start, end), other.Row(axis, start, end));
                return sum;
            }
        );

    /// <summary>The root of the sum of squares, each times its weight.</summary>
    public double Norm(FaceVector weights) =>
        Math.Sqrt(
            grid.Sum(
                (start, end) =>
                {
                    var sum = 0.0;
                    Span<float> squares = stackalloc float[end - start];
                    for (var axis = 0; axis < 3; axis++)
                    {
                        var row = Row(axis, start, end);
                        TensorPrimitives.Multiply(row, row, squares);
                        sum += TensorPrimitives.Dot(squares, weights.Row(axis, start, end));
                    }

                    return sum;
                }
            )
        );

    /// <summary>Adds <paramref name="scale"/> times another.</summary>
    public void Add(FaceVector other, float scale) =>
        grid.ForEachRow(
            (start, end) =>
            {
                for (var axis = 0; axis < 3; axis++)
                {
                    var row = Row(axis, start, end);
                    TensorPrimitives.MultiplyAdd(other.Row(axis, start, end), scale, row, row);
                }
            }
        );

    /// <summary>Becomes <paramref name="scale"/> times itself plus another.</summary>
    public void ScaleAdd(float scale, FaceVector other) =>
        grid.ForEachRow(
            (start, end) =>
            {
                for (var axis = 0; axis < 3; axis++)
                {
                    var row = Row(axis, start, end);
                    TensorPrimitives.MultiplyAdd(row, scale, other.Row(axis, start, end), row);
                }
            }
        );

    private Span<float> Row(int axis, int start, int end) => this[axis].AsSpan(start, end - start);
}
