using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// Arrays of floating-point numbers as people have them, read and written as doubles: <c>double[]</c>, <c>float[]</c>,
/// <c>Half[]</c>, the same with several dimensions, and arrays of such arrays.
/// </summary>
internal static class ArrayNumbers
{
    /// <summary>Half the distance from 1 to the next double.</summary>
    public const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>Half the distance from 1 to the next number that an array of this type can hold.</summary>
    public static double RoundoffOf(Array array) => Scalar(array) switch
    {
        var scalar when scalar == typeof(float) => 5.9604644775390625e-08,
        var scalar when scalar == typeof(Half) => 4.8828125e-04,
        _ => UnitRoundoff,
    };

    /// <summary>Whether an array holds floating-point numbers; others, such as labels, have no derivative.</summary>
    public static bool Are(Array array) => Scalar(array) is var scalar
        && (scalar == typeof(double) || scalar == typeof(float) || scalar == typeof(Half));

    /// <summary>All numbers in order, the last index fastest.</summary>
    /// <exception cref="CheckedCodeException">It holds others than floating-point numbers.</exception>
    public static double[] Of(Array array)
    {
        if (array is double[] plain) return [.. plain];
        if (!Are(array)) throw new CheckedCodeException(
            $"{array.GetType().Name} was given where an array of floating-point numbers belongs.");
        var values = new List<double>();
        foreach (var leaf in Leaves(array))
            if (Scalar(leaf) == typeof(double)) values.AddRange(Span<double>(leaf));
            else if (Scalar(leaf) == typeof(float)) foreach (var value in Span<float>(leaf)) values.Add(value);
            else foreach (var value in Span<Half>(leaf)) values.Add((double)value);
        return [.. values];
    }

    /// <summary>Writes all numbers, each rounded to the array's type.</summary>
    public static void Set(Array array, ReadOnlySpan<double> values)
    {
        if (array is double[] plain)
        {
            values[..plain.Length].CopyTo(plain);
            return;
        }
        foreach (var leaf in Leaves(array))
        {
            var part = values[..leaf.Length];
            if (Scalar(leaf) == typeof(double)) part.CopyTo(Span<double>(leaf));
            else if (Scalar(leaf) == typeof(float))
                for (var i = 0; i < part.Length; i++) Span<float>(leaf)[i] = (float)part[i];
            else
                for (var i = 0; i < part.Length; i++) Span<Half>(leaf)[i] = (Half)part[i];
            values = values[leaf.Length..];
        }
    }

    /// <summary>A copy that shares nothing with the array.</summary>
    public static Array Copy(Array array)
    {
        if (array is double[] plain) return plain.AsSpan().ToArray();
        var copy = (Array)array.Clone();
        if (array is Array[] rows)
            for (var i = 0; i < rows.Length; i++) copy.SetValue(Copy(rows[i]), i);
        return copy;
    }

    /// <summary>The nearest number that an array of this type can hold.</summary>
    public static Func<double, double> Nearest(Array array) => Scalar(array) switch
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
        return shapes.Distinct().Count() == 1
            ? shapes[0].WithBatch(rows.Length) : new(shapes.Sum(shape => shape.Count));
    }

    private static IEnumerable<Array> Leaves(Array array) => array is Array[] rows ? rows.SelectMany(Leaves) : [array];

    private static Type Scalar(Array array)
    {
        var type = array.GetType();
        while (type.GetElementType() is { } element) type = element;
        return type;
    }

    private static Span<T> Span<T>(Array array) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}
