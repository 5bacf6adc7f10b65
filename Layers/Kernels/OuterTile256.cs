using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// The tile of <see cref="OuterTile"/> with up to 4 rows and 3 vectors of 256 bits a row, as a sum of outer products of a
/// column of A with a row of B. The sums stay in registers; not inlined, for otherwise they would not.
/// </summary>
internal static class OuterTile256
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 4;

    /// <summary>Tiles of M rows and N vectors, the last of which may overlap the one before it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<T, M, N>(in TileOperands<T> at, int depth, int columns, T scale)
        where T : IFloatingPointIeee754<T> where M : ICount where N : ICount
    {
        nint last = columns - Vector256<T>.Count;
        var middle = N.Count > 2 ? Vector256<T>.Count : last;
        ref var a = ref at.A;
        ref var b = ref at.B;
        ref var from = ref at.From;
        ref var c = ref at.C;
        for (var n = 0; n < at.Count; n++)
        {
            Vector256<T> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
            Vector256<T> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
            if (T.IsZero(scale))
            {
                Load<T, N>(ref from, at.FromStride, 0, middle, last, ref c00, ref c01, ref c02);
                if (M.Count > 1) Load<T, N>(ref from, at.FromStride, 1, middle, last, ref c10, ref c11, ref c12);
                if (M.Count > 2) Load<T, N>(ref from, at.FromStride, 2, middle, last, ref c20, ref c21, ref c22);
                if (M.Count > 3) Load<T, N>(ref from, at.FromStride, 3, middle, last, ref c30, ref c31, ref c32);
            }
            ref var offset = ref at.Offsets;
            ref var end = ref Unsafe.Add(ref offset, depth);
            Vector256<T> b1 = default, b2 = default;
            for (; Unsafe.IsAddressLessThan(ref offset, ref end); offset = ref Unsafe.Add(ref offset, 1))
            {
                ref var row = ref Unsafe.Add(ref b, offset);
                var b0 = Vector256.LoadUnsafe(ref row);
                if (N.Count > 1) b1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, middle));
                if (N.Count > 2) b2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, last));
                Add<T, N>(ref a, b0, b1, b2, ref c00, ref c01, ref c02);
                if (M.Count > 1) Add<T, N>(ref Unsafe.Add(ref a, 1), b0, b1, b2, ref c10, ref c11, ref c12);
                if (M.Count > 2) Add<T, N>(ref Unsafe.Add(ref a, 2), b0, b1, b2, ref c20, ref c21, ref c22);
                if (M.Count > 3) Add<T, N>(ref Unsafe.Add(ref a, 3), b0, b1, b2, ref c30, ref c31, ref c32);
                a = ref Unsafe.Add(ref a, Rows)!;
            }
            Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 0, middle, last, scale, c00, c01, c02);
            if (M.Count > 1) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 1, middle, last, scale, c10, c11, c12);
            if (M.Count > 2) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 2, middle, last, scale, c20, c21, c22);
            if (M.Count > 3) Store<T, N>(ref from, at.FromStride, ref c, at.CStride, 3, middle, last, scale, c30, c31, c32);
            a = ref Unsafe.Add(ref a, at.Steps.A - Rows * depth)!;
            b = ref Unsafe.Add(ref b, at.Steps.B)!;
            from = ref Unsafe.Add(ref from, at.Steps.From)!;
            c = ref Unsafe.Add(ref c, at.Steps.C)!;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T, N>(
        ref T a, Vector256<T> b0, Vector256<T> b1, Vector256<T> b2, ref Vector256<T> c0, ref Vector256<T> c1, ref Vector256<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        var s = Vector256.Create(a);
        c0 = Lanes.MultiplyAdd(s, b0, c0);
        if (N.Count > 1) c1 = Lanes.MultiplyAdd(s, b1, c1);
        if (N.Count > 2) c2 = Lanes.MultiplyAdd(s, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T, N>(
        ref T from, int stride, int row, nint middle, nint last, ref Vector256<T> c0, ref Vector256<T> c1, ref Vector256<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        from = ref Unsafe.Add(ref from, row * stride)!;
        c0 = Vector256.LoadUnsafe(ref from);
        if (N.Count > 1) c1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, middle));
        if (N.Count > 2) c2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, N>(
        ref T from, int fromStride, ref T c, int stride, int row, nint middle, nint last, T scale,
        Vector256<T> c0, Vector256<T> c1, Vector256<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        if (!T.IsZero(scale))
        {
            Vector256<T> f0 = default, f1 = default, f2 = default;
            Load<T, N>(ref from, fromStride, row, middle, last, ref f0, ref f1, ref f2);
            var s = Vector256.Create(scale);
            (c0, c1, c2) = (Lanes.MultiplyAdd(s, c0, f0), Lanes.MultiplyAdd(s, c1, f1), Lanes.MultiplyAdd(s, c2, f2));
        }
        c = ref Unsafe.Add(ref c, row * stride)!;
        c0.StoreUnsafe(ref c);
        if (N.Count > 1) c1.StoreUnsafe(ref Unsafe.Add(ref c, middle));
        if (N.Count > 2) c2.StoreUnsafe(ref Unsafe.Add(ref c, last));
    }
}
