using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Convolution;

/// <summary>
/// Sums of products of rows of vectors with what 3 taps see: those of <see cref="KernelGradient{T}"/>, lane by lane.
/// Vectors lie as far apart as logical ones, of which these may be a half. The sums stay in registers; not inlined, for
/// otherwise they would not.
/// </summary>
/// <typeparam name="T">The scalar.</typeparam>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="R">The registers.</typeparam>
internal static class TapTileKernel<T, V, R>
    where T : IFloatingPointIeee754<T> where V : struct where R : IRegisters<T, V>
{
    /// <summary>sums[m, t] += Σₛ a[s, m]·x[tap t + position s] for M rows and 3 taps.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<M>(ref T a, ref T x, (int, int, int) taps, ReadOnlySpan<int> positions, ref T sums)
        where M : ICount
    {
        V c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        V c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        V c40 = default, c41 = default, c42 = default, c50 = default, c51 = default, c52 = default;
        V c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default;
        Load(ref sums, 0, ref c00, ref c01, ref c02);
        if (M.Count > 1) Load(ref sums, 1, ref c10, ref c11, ref c12);
        if (M.Count > 2) Load(ref sums, 2, ref c20, ref c21, ref c22);
        if (M.Count > 3) Load(ref sums, 3, ref c30, ref c31, ref c32);
        if (M.Count > 4) Load(ref sums, 4, ref c40, ref c41, ref c42);
        if (M.Count > 5) Load(ref sums, 5, ref c50, ref c51, ref c52);
        if (M.Count > 6) Load(ref sums, 6, ref c60, ref c61, ref c62);
        if (M.Count > 7) Load(ref sums, 7, ref c70, ref c71, ref c72);
        ref var x0 = ref Unsafe.Add(ref x, taps.Item1);
        ref var x1 = ref Unsafe.Add(ref x, taps.Item2);
        ref var x2 = ref Unsafe.Add(ref x, taps.Item3);
        foreach (nint position in positions)
        {
            var v0 = R.Load(ref Unsafe.Add(ref x0, position));
            var v1 = R.Load(ref Unsafe.Add(ref x1, position));
            var v2 = R.Load(ref Unsafe.Add(ref x2, position));
            Add(ref a, 0, v0, v1, v2, ref c00, ref c01, ref c02);
            if (M.Count > 1) Add(ref a, 1, v0, v1, v2, ref c10, ref c11, ref c12);
            if (M.Count > 2) Add(ref a, 2, v0, v1, v2, ref c20, ref c21, ref c22);
            if (M.Count > 3) Add(ref a, 3, v0, v1, v2, ref c30, ref c31, ref c32);
            if (M.Count > 4) Add(ref a, 4, v0, v1, v2, ref c40, ref c41, ref c42);
            if (M.Count > 5) Add(ref a, 5, v0, v1, v2, ref c50, ref c51, ref c52);
            if (M.Count > 6) Add(ref a, 6, v0, v1, v2, ref c60, ref c61, ref c62);
            if (M.Count > 7) Add(ref a, 7, v0, v1, v2, ref c70, ref c71, ref c72);
            a = ref Unsafe.Add(ref a, M.Count * Vector512<T>.Count)!;
        }
        Store(ref sums, 0, c00, c01, c02);
        if (M.Count > 1) Store(ref sums, 1, c10, c11, c12);
        if (M.Count > 2) Store(ref sums, 2, c20, c21, c22);
        if (M.Count > 3) Store(ref sums, 3, c30, c31, c32);
        if (M.Count > 4) Store(ref sums, 4, c40, c41, c42);
        if (M.Count > 5) Store(ref sums, 5, c50, c51, c52);
        if (M.Count > 6) Store(ref sums, 6, c60, c61, c62);
        if (M.Count > 7) Store(ref sums, 7, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        ref T a, int row, V v0, V v1, V v2, ref V c0, ref V c1, ref V c2)
    {
        var s = R.Load(ref Unsafe.Add(ref a, row * Vector512<T>.Count));
        (c0, c1, c2) = (R.MultiplyAdd(s, v0, c0), R.MultiplyAdd(s, v1, c1), R.MultiplyAdd(s, v2, c2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(ref T sums, int row, ref V c0, ref V c1, ref V c2)
    {
        c0 = R.Load(ref Unsafe.Add(ref sums, 3 * row * Vector512<T>.Count));
        c1 = R.Load(ref Unsafe.Add(ref sums, (3 * row + 1) * Vector512<T>.Count));
        c2 = R.Load(ref Unsafe.Add(ref sums, (3 * row + 2) * Vector512<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref T sums, int row, V c0, V c1, V c2)
    {
        R.Store(c0, ref Unsafe.Add(ref sums, 3 * row * Vector512<T>.Count));
        R.Store(c1, ref Unsafe.Add(ref sums, (3 * row + 1) * Vector512<T>.Count));
        R.Store(c2, ref Unsafe.Add(ref sums, (3 * row + 2) * Vector512<T>.Count));
    }
}
