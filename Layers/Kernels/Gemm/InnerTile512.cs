using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// Up to 4×6 dot products at once, each in the order of <see cref="DotProduct"/>: first the sums of the even vectors,
/// then those of the odd ones, so that they stay in registers and each vector that is loaded serves four or six of
/// them. Not inlined, for otherwise they would not.
/// </summary>
internal static class InnerTile512
{
    /// <summary>Rows aᵢ of a tile.</summary>
    public const int Rows = 4;

    /// <summary>Rows bⱼ of a tile.</summary>
    public const int Columns = 6;

    /// <summary>Vectors of room for a tile: the sums and the last vectors of B.</summary>
    public const int Room = (Rows + 1) * Columns;

    /// <summary>For each aᵢ·bⱼ a vector whose lanes add up to it, one row of the tile after the other.</summary>
    /// <param name="even">The even vectors of M rows of A: one of each row, then the next of each.</param>
    /// <param name="odd">The odd ones; with them the last, incomplete one, filled up with zeros in front.</param>
    /// <param name="b">The first of N rows of B.</param>
    /// <param name="bStride">From one of them to the next.</param>
    /// <param name="length">
    /// The length of the rows; if it is less than a vector, there are numbers in front of them.
    /// </param>
    /// <param name="sums">The sums, and room for the last vectors of B.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<T, M, N>(ref T even, ref T odd, ref T b, int bStride, int length, ref T sums)
        where T : IFloatingPointIeee754<T> where M : ICount where N : ICount
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
            Vector512<T> x0, x1 = default, x2 = default, x3 = default;
            Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default, s04 = default, s05 = default;
            Vector512<T> s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
            Vector512<T> s20 = default, s21 = default, s22 = default, s23 = default, s24 = default, s25 = default;
            Vector512<T> s30 = default, s31 = default, s32 = default, s33 = default, s34 = default, s35 = default;
            var (position, end) = (phase * lanes, length);
        Products:
            for (; position <= end - lanes; position += 2 * lanes)
            {
                x0 = Lanes.At(ref a, 0);
                if (M.Count > 1) x1 = Lanes.At(ref a, lanes);
                if (M.Count > 2) x2 = Lanes.At(ref a, 2 * lanes);
                if (M.Count > 3) x3 = Lanes.At(ref a, 3 * lanes);
                a = ref Unsafe.Add(ref a, M.Count * lanes)!;
                Add<T, M>(Lanes.At(ref b0, position), x0, x1, x2, x3, ref s00, ref s10, ref s20, ref s30);
                if (N.Count > 1)
                    Add<T, M>(Lanes.At(ref b1, position), x0, x1, x2, x3, ref s01, ref s11, ref s21, ref s31);
                if (N.Count > 2)
                    Add<T, M>(Lanes.At(ref b2, position), x0, x1, x2, x3, ref s02, ref s12, ref s22, ref s32);
                if (N.Count > 3)
                    Add<T, M>(Lanes.At(ref b3, position), x0, x1, x2, x3, ref s03, ref s13, ref s23, ref s33);
                if (N.Count > 4)
                    Add<T, M>(Lanes.At(ref b4, position), x0, x1, x2, x3, ref s04, ref s14, ref s24, ref s34);
                if (N.Count > 5)
                    Add<T, M>(Lanes.At(ref b5, position), x0, x1, x2, x3, ref s05, ref s15, ref s25, ref s35);
            }
            if (phase == 1 && rest > 0)
            {
                // The last, incomplete vectors of B, filled up with zeros like those of A.
                var mask = Lanes.Last<T>(rest);
                (position, end, rest) = (0, lanes, 0);
                b0 = ref Filled(ref b0, length, mask, ref sums, 0)!;
                if (N.Count > 1) b1 = ref Filled(ref b1, length, mask, ref sums, 1)!;
                if (N.Count > 2) b2 = ref Filled(ref b2, length, mask, ref sums, 2)!;
                if (N.Count > 3) b3 = ref Filled(ref b3, length, mask, ref sums, 3)!;
                if (N.Count > 4) b4 = ref Filled(ref b4, length, mask, ref sums, 4)!;
                if (N.Count > 5) b5 = ref Filled(ref b5, length, mask, ref sums, 5)!;
                goto Products;
            }

            var add = phase == 1;
            Store<T, N>(ref sums, 0, add, s00, s01, s02, s03, s04, s05);
            if (M.Count > 1) Store<T, N>(ref sums, 1, add, s10, s11, s12, s13, s14, s15);
            if (M.Count > 2) Store<T, N>(ref sums, 2, add, s20, s21, s22, s23, s24, s25);
            if (M.Count > 3) Store<T, N>(ref sums, 3, add, s30, s31, s32, s33, s34, s35);
        }
    }

    /// <summary>Adds what a vector of B gives with those of M rows of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T, M>(
        Vector512<T> y, Vector512<T> x0, Vector512<T> x1, Vector512<T> x2, Vector512<T> x3,
        ref Vector512<T> s0, ref Vector512<T> s1, ref Vector512<T> s2, ref Vector512<T> s3)
        where M : ICount
    {
        s0 = Lanes.MultiplyAdd(x0, y, s0);
        if (M.Count > 1) s1 = Lanes.MultiplyAdd(x1, y, s1);
        if (M.Count > 2) s2 = Lanes.MultiplyAdd(x2, y, s2);
        if (M.Count > 3) s3 = Lanes.MultiplyAdd(x3, y, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T Filled<T>(ref T row, int length, Vector512<T> mask, ref T room, int number)
    {
        ref var filled = ref Unsafe.Add(ref room, (Rows * Columns + number) * Vector512<T>.Count);
        (Lanes.At(ref row, length - Vector512<T>.Count) & mask).StoreUnsafe(ref filled);
        return ref filled!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, N>(
        ref T sums, int row, bool add, Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3,
        Vector512<T> s4, Vector512<T> s5)
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
    private static void Store<T>(ref T first, int column, bool add, Vector512<T> s)
    {
        ref var sum = ref Unsafe.Add(ref first, column * Vector512<T>.Count);
        (add ? Vector512.LoadUnsafe(ref sum) + s : s).StoreUnsafe(ref sum);
    }
}
