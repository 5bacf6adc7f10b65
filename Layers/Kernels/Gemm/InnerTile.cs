using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// Up to 4×6 dot products at once with 32 registers, 2×6 with 16, each in the order of <see cref="DotProduct"/>. The
/// sums of the even vectors come first, then those of the odd ones. So they stay in registers, and a vector that is
/// loaded serves up to six of them. Not inlined, for otherwise they would not.
/// </summary>
internal static class InnerTile<T, V, R>
    where T : IFloatingPointIeee754<T> where V : struct where R : IRegisters<T, V>
{
    /// <summary>For each aᵢ·bⱼ a vector whose lanes add up to it, one row of the tile after the other.</summary>
    /// <param name="even">The even vectors of M rows of A: one of each row, then the next of each.</param>
    /// <param name="odd">The odd ones; with them the last, incomplete one, filled up with zeros in front.</param>
    /// <param name="b">The first of N rows of B.</param>
    /// <param name="bStride">From one of them to the next.</param>
    /// <param name="last">Their last, incomplete vectors, filled up with zeros in front, one after the other.</param>
    /// <param name="length">The length of the rows.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<M, N>(
        ref T even, ref T odd, ref T b, int bStride, ref T last, int length, ref T sums)
        where M : ICount where N : ICount
    {
        ref var b0 = ref b;
        ref var b1 = ref Unsafe.Add(ref b, N.Count > 1 ? bStride : 0);
        ref var b2 = ref Unsafe.Add(ref b, N.Count > 2 ? 2 * bStride : 0);
        ref var b3 = ref Unsafe.Add(ref b, N.Count > 3 ? 3 * bStride : 0);
        ref var b4 = ref Unsafe.Add(ref b, N.Count > 4 ? 4 * bStride : 0);
        ref var b5 = ref Unsafe.Add(ref b, N.Count > 5 ? 5 * bStride : 0);

        var lanes = Vector512<T>.Count;
        var rest = length % lanes;
        for (var phase = 0; phase < 2; phase++)
        {
            ref var a = ref phase == 0 ? ref even : ref odd;
            V x0, x1 = default, x2 = default, x3 = default;
            V s00 = default, s01 = default, s02 = default, s03 = default, s04 = default, s05 = default;
            V s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
            V s20 = default, s21 = default, s22 = default, s23 = default, s24 = default, s25 = default;
            V s30 = default, s31 = default, s32 = default, s33 = default, s34 = default, s35 = default;
            var (position, end) = (phase * lanes, length);
        Products:
            for (; position <= end - lanes; position += 2 * lanes)
            {
                x0 = R.Load(ref a);
                if (M.Count > 1) x1 = R.Load(ref Unsafe.Add(ref a, lanes));
                if (M.Count > 2) x2 = R.Load(ref Unsafe.Add(ref a, 2 * lanes));
                if (M.Count > 3) x3 = R.Load(ref Unsafe.Add(ref a, 3 * lanes));
                a = ref Unsafe.Add(ref a, M.Count * lanes)!;
                Add<M>(ref b0, position, x0, x1, x2, x3, ref s00, ref s10, ref s20, ref s30);
                if (N.Count > 1) Add<M>(ref b1, position, x0, x1, x2, x3, ref s01, ref s11, ref s21, ref s31);
                if (N.Count > 2) Add<M>(ref b2, position, x0, x1, x2, x3, ref s02, ref s12, ref s22, ref s32);
                if (N.Count > 3) Add<M>(ref b3, position, x0, x1, x2, x3, ref s03, ref s13, ref s23, ref s33);
                if (N.Count > 4) Add<M>(ref b4, position, x0, x1, x2, x3, ref s04, ref s14, ref s24, ref s34);
                if (N.Count > 5) Add<M>(ref b5, position, x0, x1, x2, x3, ref s05, ref s15, ref s25, ref s35);
            }
            if (phase == 1 && rest > 0)
            {
                // The last, incomplete vectors of B, filled up with zeros like those of A.
                (position, end, rest) = (0, lanes, 0);
                b0 = ref last!;
                b1 = ref Unsafe.Add(ref last, lanes)!;
                b2 = ref Unsafe.Add(ref last, 2 * lanes)!;
                b3 = ref Unsafe.Add(ref last, 3 * lanes)!;
                b4 = ref Unsafe.Add(ref last, 4 * lanes)!;
                b5 = ref Unsafe.Add(ref last, 5 * lanes)!;
                goto Products;
            }

            var add = phase == 1;
            Store<N>(ref sums, 0, add, s00, s01, s02, s03, s04, s05);
            if (M.Count > 1) Store<N>(ref sums, 1, add, s10, s11, s12, s13, s14, s15);
            if (M.Count > 2) Store<N>(ref sums, 2, add, s20, s21, s22, s23, s24, s25);
            if (M.Count > 3) Store<N>(ref sums, 3, add, s30, s31, s32, s33, s34, s35);
        }
    }

    /// <summary>Adds what a vector of B gives with those of M rows of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<M>(
        ref T b, int position, V x0, V x1, V x2, V x3, ref V s0, ref V s1, ref V s2, ref V s3) where M : ICount
    {
        var y = R.Load(ref Unsafe.Add(ref b, position));
        s0 = R.MultiplyAdd(x0, y, s0);
        if (M.Count > 1) s1 = R.MultiplyAdd(x1, y, s1);
        if (M.Count > 2) s2 = R.MultiplyAdd(x2, y, s2);
        if (M.Count > 3) s3 = R.MultiplyAdd(x3, y, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<N>(
        ref T sums, int row, bool add, V s0, V s1, V s2, V s3,
        V s4, V s5)
        where N : ICount
    {
        ref var first = ref Unsafe.Add(ref sums, row * N.Count * Vector512<T>.Count);
        Store(ref first, 0, add, s0);
        if (N.Count > 1) Store(ref first, 1, add, s1);
        if (N.Count > 2) Store(ref first, 2, add, s2);
        if (N.Count > 3) Store(ref first, 3, add, s3);
        if (N.Count > 4) Store(ref first, 4, add, s4);
        if (N.Count > 5) Store(ref first, 5, add, s5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref T first, int column, bool add, V s)
    {
        ref var sum = ref Unsafe.Add(ref first, column * Vector512<T>.Count);
        R.Store(add ? R.Add(R.Load(ref sum), s) : s, ref sum);
    }
}
