namespace CnnVerified.Verification.Arrays;

/// <summary>
/// How code has its numbers where it does not take arrays: as a <see cref="Memory{T}"/>, or as a single number.
/// </summary>
internal static class Carrier
{
    /// <summary>The array, or what carries it, as the code asks for it; null if it is of another type.</summary>
    public static object? As<TAsked>(Array array) => array switch
    {
        TAsked => array,
        double[] numbers => As(numbers, typeof(TAsked)),
        float[] numbers => As(numbers, typeof(TAsked)),
        Half[] numbers => As(numbers, typeof(TAsked)),
        int[] labels => As(labels, typeof(TAsked)),
        long[] labels => As(labels, typeof(TAsked)),
        _ => null,
    };

    /// <summary>The numbers that a pass returned, as an array; null if they are none.</summary>
    public static Array? Numbers(object? returned) =>
        returned as Array ?? Of<double>(returned) ?? (Array?)Of<float>(returned) ?? Of<Half>(returned);

    private static object? As<T>(T[] array, Type asked) =>
        asked == typeof(Memory<T>) ? new Memory<T>(array)
        : asked == typeof(ReadOnlyMemory<T>) ? new ReadOnlyMemory<T>(array)
        : asked == typeof(T) && array.Length == 1 ? array[0] : null;

    private static T[]? Of<T>(object? returned) => returned switch
    {
        Memory<T> memory => memory.ToArray(),
        ReadOnlyMemory<T> memory => memory.ToArray(),
        T number => [number],
        _ => null,
    };
}
