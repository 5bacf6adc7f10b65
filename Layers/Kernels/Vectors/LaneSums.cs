using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>
/// Sums over the lanes of as many vectors as a vector has lanes, all at once: what is added is always a shuffle of two
/// vectors, so that each step halves their number. A sum has the bits of <see cref="Lanes.Sum{T}(Vector512{T})"/>.
/// </summary>
internal static class LaneSums
{
    /// <summary>
    /// sums[i] = the lanes' sum of vector i, for so many vectors and as many more as fill up a vector of sums. A sum
    /// takes the place of vectors that are added up already.
    /// </summary>
    public static void Of<T>(Span<T> vectors, int count) where T : IFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        for (var i = 0; i < count; i += lanes) Of(ref vectors[i * lanes], ref vectors[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Of<T>(ref T vectors, ref T sums) where T : IFloatingPointIeee754<T>
    {
        if (!Avx512F.IsSupported)
        {
            for (var i = 0; i < Vector512<T>.Count; i++) Unsafe.Add(ref sums, i) = Lanes.Sum(At(ref vectors, i));
            return;
        }
        var result = typeof(T) == typeof(double)
            ? Neighbours(Quarters(ref vectors, 0, 2), Quarters(ref vectors, 1, 2))
            : Singles(
                Neighbours(Quarters(ref vectors, 0, 4), Quarters(ref vectors, 1, 4)),
                Neighbours(Quarters(ref vectors, 2, 4), Quarters(ref vectors, 3, 4)));
        result.StoreUnsafe(ref sums);
    }

    /// <summary>128 bits for each of four vectors, those at first, first + step …</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Quarters<T>(ref T vectors, int first, int step) where T : IFloatingPointIeee754<T>
    {
        var lower = Halves(At(ref vectors, first), At(ref vectors, first + step));
        var upper = Halves(At(ref vectors, first + 2 * step), At(ref vectors, first + 3 * step));
        return Shuffle(lower, upper, 0b10_00_10_00) + Shuffle(lower, upper, 0b11_01_11_01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Halves<T>(Vector512<T> v, Vector512<T> w) =>
        Shuffle(v, w, 0b01_00_01_00) + Shuffle(v, w, 0b11_10_11_10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Neighbours<T>(Vector512<T> v, Vector512<T> w) =>
        Avx512F.UnpackLow(v.AsDouble(), w.AsDouble()).As<double, T>()
        + Avx512F.UnpackHigh(v.AsDouble(), w.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Singles<T>(Vector512<T> v, Vector512<T> w) =>
        Avx512F.Shuffle(v.AsSingle(), w.AsSingle(), 0b10_00_10_00).As<float, T>()
        + Avx512F.Shuffle(v.AsSingle(), w.AsSingle(), 0b11_01_11_01).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Shuffle<T>(Vector512<T> v, Vector512<T> w, [ConstantExpected] byte quarters) =>
        Avx512F.Shuffle4x128(v.AsDouble(), w.AsDouble(), quarters).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> At<T>(ref T vectors, int number) => Lanes.At(ref vectors, number * Vector512<T>.Count);
}
