using System.Numerics;
using System.Runtime.CompilerServices;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// The tiles of <see cref="OuterTile"/> as sums of outer products of a column of A with a row of B. The sums stay in
/// registers; not inlined, for otherwise they would not.
/// </summary>
/// <typeparam name="T">The scalar.</typeparam>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="R">The registers.</typeparam>
internal static class OuterTileKernel<T, V, R>
    where T : IFloatingPointIeee754<T> where V : struct where R : IRegisters<T, V>
{
    /// <summary>Tiles of M rows and N vectors, the last of which may overlap the one before it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<M, N>(in TileOperands<T> at, int depth, int columns, T scale)
        where M : ICount where N : ICount
    {
        nint last = columns - R.Count;
        var middle = N.Count > 2 ? R.Count : last;
        ref var a = ref at.A;
        ref var b = ref at.B;
        ref var from = ref at.From;
        ref var c = ref at.C;
        for (var n = 0; n < at.Count; n++)
        {
            V c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
            V c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
            V c40 = default, c41 = default, c42 = default, c50 = default, c51 = default, c52 = default;
            V c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default;
            if (T.IsZero(scale))
            {
                Load<N>(ref from, at.FromStride, 0, middle, last, ref c00, ref c01, ref c02);
                if (M.Count > 1) Load<N>(ref from, at.FromStride, 1, middle, last, ref c10, ref c11, ref c12);
                if (M.Count > 2) Load<N>(ref from, at.FromStride, 2, middle, last, ref c20, ref c21, ref c22);
                if (M.Count > 3) Load<N>(ref from, at.FromStride, 3, middle, last, ref c30, ref c31, ref c32);
                if (M.Count > 4) Load<N>(ref from, at.FromStride, 4, middle, last, ref c40, ref c41, ref c42);
                if (M.Count > 5) Load<N>(ref from, at.FromStride, 5, middle, last, ref c50, ref c51, ref c52);
                if (M.Count > 6) Load<N>(ref from, at.FromStride, 6, middle, last, ref c60, ref c61, ref c62);
                if (M.Count > 7) Load<N>(ref from, at.FromStride, 7, middle, last, ref c70, ref c71, ref c72);
            }
            ref var offset = ref at.Offsets;
            ref var end = ref Unsafe.Add(ref offset, depth);
            V b1 = default, b2 = default;
            for (; Unsafe.IsAddressLessThan(ref offset, ref end); offset = ref Unsafe.Add(ref offset, 1))
            {
                ref var row = ref Unsafe.Add(ref b, offset);
                var b0 = R.Load(ref row);
                if (N.Count > 1) b1 = R.Load(ref Unsafe.Add(ref row, middle));
                if (N.Count > 2) b2 = R.Load(ref Unsafe.Add(ref row, last));
                Add<N>(ref a, b0, b1, b2, ref c00, ref c01, ref c02);
                if (M.Count > 1) Add<N>(ref Unsafe.Add(ref a, 1), b0, b1, b2, ref c10, ref c11, ref c12);
                if (M.Count > 2) Add<N>(ref Unsafe.Add(ref a, 2), b0, b1, b2, ref c20, ref c21, ref c22);
                if (M.Count > 3) Add<N>(ref Unsafe.Add(ref a, 3), b0, b1, b2, ref c30, ref c31, ref c32);
                if (M.Count > 4) Add<N>(ref Unsafe.Add(ref a, 4), b0, b1, b2, ref c40, ref c41, ref c42);
                if (M.Count > 5) Add<N>(ref Unsafe.Add(ref a, 5), b0, b1, b2, ref c50, ref c51, ref c52);
                if (M.Count > 6) Add<N>(ref Unsafe.Add(ref a, 6), b0, b1, b2, ref c60, ref c61, ref c62);
                if (M.Count > 7) Add<N>(ref Unsafe.Add(ref a, 7), b0, b1, b2, ref c70, ref c71, ref c72);
                a = ref Unsafe.Add(ref a, R.Rows)!;
            }
            Store<N>(ref from, at.FromStride, ref c, at.CStride, 0, middle, last, scale, c00, c01, c02);
            if (M.Count > 1)
                Store<N>(ref from, at.FromStride, ref c, at.CStride, 1, middle, last, scale, c10, c11, c12);
            if (M.Count > 2)
                Store<N>(ref from, at.FromStride, ref c, at.CStride, 2, middle, last, scale, c20, c21, c22);
            if (M.Count > 3)
                Store<N>(ref from, at.FromStride, ref c, at.CStride, 3, middle, last, scale, c30, c31, c32);
            if (M.Count > 4)
                Store<N>(ref from, at.FromStride, ref c, at.CStride, 4, middle, last, scale, c40, c41, c42);
            if (M.Count > 5)
                Store<N>(ref from, at.FromStride, ref c, at.CStride, 5, middle, last, scale, c50, c51, c52);
            if (M.Count > 6)
                Store<N>(ref from, at.FromStride, ref c, at.CStride, 6, middle, last, scale, c60, c61, c62);
            if (M.Count > 7)
                Store<N>(ref from, at.FromStride, ref c, at.CStride, 7, middle, last, scale, c70, c71, c72);
            a = ref Unsafe.Add(ref a, at.Steps.A - R.Rows * depth)!;
            b = ref Unsafe.Add(ref b, at.Steps.B)!;
            from = ref Unsafe.Add(ref from, at.Steps.From)!;
            c = ref Unsafe.Add(ref c, at.Steps.C)!;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<N>(
        ref T a, V b0, V b1, V b2, ref V c0, ref V c1, ref V c2)
        where N : ICount
    {
        var s = R.Broadcast(ref a);
        c0 = R.MultiplyAdd(s, b0, c0);
        if (N.Count > 1) c1 = R.MultiplyAdd(s, b1, c1);
        if (N.Count > 2) c2 = R.MultiplyAdd(s, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<N>(
        ref T from, int stride, int row, nint middle, nint last, ref V c0, ref V c1, ref V c2)
        where N : ICount
    {
        from = ref Unsafe.Add(ref from, row * stride)!;
        c0 = R.Load(ref from);
        if (N.Count > 1) c1 = R.Load(ref Unsafe.Add(ref from, middle));
        if (N.Count > 2) c2 = R.Load(ref Unsafe.Add(ref from, last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<N>(
        ref T from, int fromStride, ref T c, int stride, int row, nint middle, nint last, T scale,
        V c0, V c1, V c2)
        where N : ICount
    {
        if (!T.IsZero(scale))
        {
            V f0 = default, f1 = default, f2 = default;
            Load<N>(ref from, fromStride, row, middle, last, ref f0, ref f1, ref f2);
            var s = R.Broadcast(ref scale);
            (c0, c1, c2) = (R.MultiplyAdd(s, c0, f0), R.MultiplyAdd(s, c1, f1), R.MultiplyAdd(s, c2, f2));
        }
        c = ref Unsafe.Add(ref c, row * stride)!;
        R.Store(c0, ref c);
        if (N.Count > 1) R.Store(c1, ref Unsafe.Add(ref c, middle));
        if (N.Count > 2) R.Store(c2, ref Unsafe.Add(ref c, last));
    }
}
