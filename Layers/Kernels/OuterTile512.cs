using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// The tile of <see cref="OuterTile"/> with up to 8 rows and 3 vectors of 512 bits a row, as a sum of outer products of a
/// column of A with a row of B. The sums stay in registers; not inlined, for otherwise they would not.
/// </summary>
internal static class OuterTile512
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 8;

    /// <summary>Tiles of M rows and N vectors, the last of which may overlap the one before it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<T, M, N>(in TileOperands<T> at, int depth, int columns, T scale)
        where T : IFloatingPointIeee754<T> where M : ICount where N : ICount
    {
        nint last = columns - Vector512<T>.Count;
        var middle = N.Count > 2 ? Vector512<T>.Count : last;
        ref var a = ref at.A;
        ref var b = ref at.B;
        ref var from = ref at.From;
        ref var c = ref at.C;
        for (var n = 0; n < at.Count; n++)
        {
            Vector512<T> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
            Vector512<T> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
            Vector512<T> c40 = default, c41 = default, c42 = default, c50 = default, c51 = default, c52 = default;
            Vector512<T> c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default;
            if (T.IsZero(scale))
            {
                Load<T, N>(ref from, at.FromStride, 0, middle, last, ref c00, ref c01, ref c02);
                if (M.Count > 1) Load<T, N>(ref from, at.FromStride, 1, middle, last, ref c10, ref c11, ref c12);
                if (M.Count > 2) Load<T, N>(ref from, at.FromStride, 2, middle, last, ref c20, ref c21, ref c22);
                if (M.Count > 3) Load<T, N>(ref from, at.FromStride, 3, middle, last, ref c30, ref c31, ref c32);
                if (M.Count > 4) Load<T, N>(ref from, at.FromStride, 4, middle, last, ref c40, ref c41, ref c42);
                if (M.Count > 5) Load<T, N>(ref from, at.FromStride, 5, middle, last, ref c50, ref c51, ref c52);
                if (M.Count > 6) Load<T, N>(ref from, at.FromStride, 6, middle, last, ref c60, ref c61, ref c62);
                if (M.Count > 7) Load<T, N>(ref from, at.FromStride, 7, middle, last, ref c70, ref c71, ref c72);
            }
            ref var offset = ref at.Offsets;
            ref var end = ref Unsafe.Add(ref offset, depth);
            Vector512<T> b1 = default, b2 = default;
            for (; Unsafe.IsAddressLessThan(ref offset, ref end); offset = ref Unsafe.Add(ref offset, 1))
            {
                ref var row = ref Unsafe.Add(ref b, offset);
                var b0 = Vector512.LoadUnsafe(ref row);
                if (N.Count > 1) b1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, middle));
                if (N.Count > 2) b2 = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, last));
                Add<T, N>(ref a, b0, b1, b2, ref c00, ref c01, ref c02);
                if (M.Count > 1) Add<T, N>(ref Unsafe.Add(ref a, 1), b0, b1, b2, ref c10, ref c11, ref c12);
                if (M.Count > 2) Add<T, N>(ref Unsafe.Add(ref a, 2), b0, b1, b2, ref c20, ref c21, ref c22);
                if (M.Count > 3) Add<T, N>(ref Unsafe.Add(ref a, 3), b0, b1, b2, ref c30, ref c31, ref c32);
                if (M.Count > 4) Add<T, N>(ref Unsafe.Add(ref a, 4), b0, b1, b2, ref c40, ref c41, ref c42);
                if (M.Count > 5) Add<T, N>(ref Unsafe.Add(ref a, 5), b0, b1, b2, ref c50, ref c51, ref c52);
                if (M.Count > 6) Add<T, N>(ref Unsafe.Add(ref a, 6), b0, b1, b2, ref c60, ref c61, ref c62);
                if (M.Count > 7) Add<T, N>(ref Unsafe.Add(ref a, 7), b0, b1, b2, ref c70, ref c71, ref c72);
                a = ref Unsafe.Add(ref a, Rows)!;
            }
            Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 0, middle, last, scale, c00, c01, c02);
            if (M.Count > 1) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 1, middle, last, scale, c10, c11, c12);
            if (M.Count > 2) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 2, middle, last, scale, c20, c21, c22);
            if (M.Count > 3) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 3, middle, last, scale, c30, c31, c32);
            if (M.Count > 4) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 4, middle, last, scale, c40, c41, c42);
            if (M.Count > 5) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 5, middle, last, scale, c50, c51, c52);
            if (M.Count > 6) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 6, middle, last, scale, c60, c61, c62);
            if (M.Count > 7) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 7, middle, last, scale, c70, c71, c72);
            a = ref Unsafe.Add(ref a, at.Steps.A - Rows * depth)!;
            b = ref Unsafe.Add(ref b, at.Steps.B)!;
            from = ref Unsafe.Add(ref from, at.Steps.From)!;
            c = ref Unsafe.Add(ref c, at.Steps.C)!;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T, N>(
        ref T a, Vector512<T> b0, Vector512<T> b1, Vector512<T> b2, ref Vector512<T> c0, ref Vector512<T> c1, ref Vector512<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        var s = Vector512.Create(a);
        c0 = Lanes.MultiplyAdd(s, b0, c0);
        if (N.Count > 1) c1 = Lanes.MultiplyAdd(s, b1, c1);
        if (N.Count > 2) c2 = Lanes.MultiplyAdd(s, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T, N>(
        ref T from, int stride, int row, nint middle, nint last, ref Vector512<T> c0, ref Vector512<T> c1, ref Vector512<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        from = ref Unsafe.Add(ref from, row * stride)!;
        c0 = Vector512.LoadUnsafe(ref from);
        if (N.Count > 1) c1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, middle));
        if (N.Count > 2) c2 = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, N>(
        ref T from, int fromStride, ref T c, int stride, int row, nint middle, nint last, T scale,
        Vector512<T> c0, Vector512<T> c1, Vector512<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        if (!T.IsZero(scale))
        {
            Vector512<T> f0 = default, f1 = default, f2 = default;
            Load<T, N>(ref from, fromStride, row, middle, last, ref f0, ref f1, ref f2);
            var s = Vector512.Create(scale);
            (c0, c1, c2) = (Lanes.MultiplyAdd(s, c0, f0), Lanes.MultiplyAdd(s, c1, f1), Lanes.MultiplyAdd(s, c2, f2));
        }
        c = ref Unsafe.Add(ref c, row * stride)!;
        c0.StoreUnsafe(ref c);
        if (N.Count > 1) c1.StoreUnsafe(ref Unsafe.Add(ref c, middle));
        if (N.Count > 2) c2.StoreUnsafe(ref Unsafe.Add(ref c, last));
    }
}
