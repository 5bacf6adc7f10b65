using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>
/// Every vector kernel works on logical vectors of 512 bits. Where the processor is narrower the same lanes run in
/// pieces. Sums run over lanes in one fixed tree, so results have the same bits on every machine.
/// </summary>
/// <remarks>
/// Only operations that IEEE 754 rounds to the nearest number are used, the fused multiply-add among them: never an
/// estimate or a library function, whose bits differ between processors. A scalar without vectors, such as a dual
/// number, takes the reference's loops. Letters of this folder: T a scalar, V a vector, R a kind of registers; a, b, x,
/// y spans or their first entries.
/// </remarks>
internal static class Lanes
{
    /// <summary>How many scalars a logical vector holds; 0 for a scalar without vectors.</summary>
    public static int Of<T>() => Vector512<T>.IsSupported ? Vector512<T>.Count : 0;

    /// <summary>The vector that starts at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> At<T>(ref T origin, int position) =>
        Vector512.LoadUnsafe(ref Unsafe.Add(ref origin, position));

    /// <summary>a·b + c in every lane, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        typeof(T) == typeof(double)
            ? Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
            : Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    /// <summary>a·b + c in every lane of half a logical vector, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(double)
            ? Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
            : Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    /// <summary>All bits set in the last lanes, none in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Last<T>(int count) where T : IFloatingPointIeee754<T> => Vector512.GreaterThanOrEqual(
        Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(Vector512<T>.Count - count)));

    /// <summary>Sum over the lanes: halves are added until one lane is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector512<T> v) where T : IFloatingPointIeee754<T> => Sum(v.GetLower() + v.GetUpper());

    /// <summary>The rest of that sum, once the halves are added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector256<T> halves) where T : IFloatingPointIeee754<T>
    {
        var quarters = halves.GetLower() + halves.GetUpper();
        return Vector128<T>.Count == 2
            ? quarters[0] + quarters[1]
            : (quarters[0] + quarters[2]) + (quarters[1] + quarters[3]);
    }
}
