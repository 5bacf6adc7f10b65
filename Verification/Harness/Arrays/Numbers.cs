using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Arrays of floating-point numbers as people have them, read and written as doubles: <c>double[]</c>, <c>float[]</c>,
/// <c>Half[]</c>, the same with several dimensions, and arrays of such arrays.
/// </summary>
internal static class Numbers
{
    /// <summary>Half the distance from 1 to the next double.</summary>
    public const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>Half the distance from 1 to the next number that an array of this type can hold.</summary>
    public static double RoundoffOf(Array array) => Scalar(array.GetType()) switch
    {
        var scalar when scalar == typeof(float) => 5.9604644775390625e-08,
        var scalar when scalar == typeof(Half) => 4.8828125e-04,
        _ => UnitRoundoff,
    };

    /// <summary>Whether an array holds floating-point numbers; others, such as labels, have no derivative.</summary>
    public static bool Are(Array array) => Scalar(array.GetType()) is { } scalar
        && (scalar == typeof(double) || scalar == typeof(float) || scalar == typeof(Half));

    /// <summary>All numbers in order, the last index fastest.</summary>
    public static double[] Of(Array array)
    {
        if (array is double[] plain) return [.. plain];
        var values = new double[Leaves(array).Sum(leaf => leaf.Length)];
        var start = 0;
        foreach (var leaf in Leaves(array))
        {
            var part = values.AsSpan(start, leaf.Length);
            switch (leaf)
            {
                case var _ when Scalar(leaf.GetType()) == typeof(double): Span<double>(leaf).CopyTo(part); break;
                case var _ when Scalar(leaf.GetType()) == typeof(float):
                    for (var i = 0; i < part.Length; i++) part[i] = Span<float>(leaf)[i];
                    break;
                default:
                    for (var i = 0; i < part.Length; i++) part[i] = (double)Span<Half>(leaf)[i];
                    break;
            }
            start += leaf.Length;
        }
        return values;
    }

    /// <summary>Writes all numbers, each rounded to the array's type.</summary>
    public static void Set(Array array, ReadOnlySpan<double> values)
    {
        if (array is double[] plain)
        {
            values.CopyTo(plain);
            return;
        }
        foreach (var leaf in Leaves(array))
        {
            switch (leaf)
            {
                case var _ when Scalar(leaf.GetType()) == typeof(double): values[..leaf.Length].CopyTo(Span<double>(leaf)); break;
                case var _ when Scalar(leaf.GetType()) == typeof(float):
                    for (var i = 0; i < leaf.Length; i++) Span<float>(leaf)[i] = (float)values[i];
                    break;
                default:
                    for (var i = 0; i < leaf.Length; i++) Span<Half>(leaf)[i] = (Half)values[i];
                    break;
            }
            values = values[leaf.Length..];
        }
    }

    /// <summary>A copy that shares nothing with the array.</summary>
    public static Array Copy(Array array)
    {
        var copy = (Array)array.Clone();
        if (array is Array[] rows)
            for (var i = 0; i < rows.Length; i++) copy.SetValue(Copy(rows[i]), i);
        return copy;
    }

    /// <summary>The nearest number that an array of this type can hold.</summary>
    public static Func<double, double> Nearest(Array array) => Scalar(array.GetType()) switch
    {
        var scalar when scalar == typeof(float) => value => (float)value,
        var scalar when scalar == typeof(Half) => value => (double)(Half)value,
        _ => value => value,
    };

    /// <summary>The sizes of its dimensions; of rows of unequal length, how many numbers there are.</summary>
    public static Shape ShapeOf(Array array)
    {
        if (array is not Array[] rows)
            return new([.. Enumerable.Range(0, array.Rank).Select(array.GetLength)]);
        Shape[] shapes = [.. rows.Select(ShapeOf)];
        return shapes.Distinct().Count() == 1 ? shapes[0].WithBatch(rows.Length) : new(shapes.Sum(shape => shape.Count));
    }

    private static IEnumerable<Array> Leaves(Array array) => array is Array[] rows ? rows.SelectMany(Leaves) : [array];

    private static Type? Scalar(Type type) => type.GetElementType() is { IsArray: true } rows ? Scalar(rows) : type.GetElementType();

    private static Span<T> Span<T>(Array array) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}
