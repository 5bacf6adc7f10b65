using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>Rows of pairs of numbers.</summary>
internal static class Pairs
{
    /// <summary>The first ones of pairs, then the second ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Apart<T>(Vector256<T> pairs) => Unsafe.SizeOf<T>() == sizeof(double)
        ? Vector256.Shuffle(pairs.AsDouble(), Vector256.Create(0L, 2, 1, 3)).As<double, T>()
        : Vector256.Shuffle(pairs.AsSingle(), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7)).As<float, T>();

    /// <summary>
    /// to[j] = row[2·j], for more than a vector of 128 bits; nothing behind the last one is read.
    /// </summary>
    public static void Take<T>(ref T row, ref T to, int count)
    {
        var last = count - Vector128<T>.Count;              // second ones from the number before; may overlap
        for (var j = 0; j < last; j += Vector128<T>.Count)
            Apart(Vector256.LoadUnsafe(ref row, (nuint)(2 * j))).GetLower().StoreUnsafe(ref to, (nuint)j);
        Apart(Vector256.LoadUnsafe(ref row, (nuint)(2 * last - 1))).GetUpper().StoreUnsafe(ref to, (nuint)last);
    }
}
