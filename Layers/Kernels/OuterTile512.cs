using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// C = A·B or C += A·B for a tile of C with 8 rows and up to 3 vectors of 512 bits a row, as a sum of outer products of a
/// column of A with a row of B. The sums stay in registers; not inlined, for otherwise they would not.
/// </summary>
internal static class OuterTile512
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 8;

    /// <summary>Takes the sums over the depth k: column k of A lies at a[8·k], row k of B at b[offsets[k]].</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<T, N>(ref T a, ref T b, ref int offsets, int depth, ref T c, int cStride, bool add)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        Load<T, N>(ref c, 0, add, out var c00, out var c01, out var c02);
        Load<T, N>(ref c, cStride, add, out var c10, out var c11, out var c12);
        Load<T, N>(ref c, 2 * cStride, add, out var c20, out var c21, out var c22);
        Load<T, N>(ref c, 3 * cStride, add, out var c30, out var c31, out var c32);
        Load<T, N>(ref c, 4 * cStride, add, out var c40, out var c41, out var c42);
        Load<T, N>(ref c, 5 * cStride, add, out var c50, out var c51, out var c52);
        Load<T, N>(ref c, 6 * cStride, add, out var c60, out var c61, out var c62);
        Load<T, N>(ref c, 7 * cStride, add, out var c70, out var c71, out var c72);
        Vector512<T> b1 = default, b2 = default;
        for (var k = 0; k < depth; k++)
        {
            ref var row = ref Unsafe.Add(ref b, Unsafe.Add(ref offsets, k));
            ref var column = ref Unsafe.Add(ref a, Rows * k);
            var b0 = Vector512.LoadUnsafe(ref row);
            if (N.Count > 1) b1 = Vector512.LoadUnsafe(ref row, (nuint)Vector512<T>.Count);
            if (N.Count > 2) b2 = Vector512.LoadUnsafe(ref row, 2 * (nuint)Vector512<T>.Count);
            Vector512<T> s;
            s = Vector512.Create(Unsafe.Add(ref column, 0));
            c00 = Lanes.MultiplyAdd(s, b0, c00);
            if (N.Count > 1) c01 = Lanes.MultiplyAdd(s, b1, c01);
            if (N.Count > 2) c02 = Lanes.MultiplyAdd(s, b2, c02);
            s = Vector512.Create(Unsafe.Add(ref column, 1));
            c10 = Lanes.MultiplyAdd(s, b0, c10);
            if (N.Count > 1) c11 = Lanes.MultiplyAdd(s, b1, c11);
            if (N.Count > 2) c12 = Lanes.MultiplyAdd(s, b2, c12);
            s = Vector512.Create(Unsafe.Add(ref column, 2));
            c20 = Lanes.MultiplyAdd(s, b0, c20);
            if (N.Count > 1) c21 = Lanes.MultiplyAdd(s, b1, c21);
            if (N.Count > 2) c22 = Lanes.MultiplyAdd(s, b2, c22);
            s = Vector512.Create(Unsafe.Add(ref column, 3));
            c30 = Lanes.MultiplyAdd(s, b0, c30);
            if (N.Count > 1) c31 = Lanes.MultiplyAdd(s, b1, c31);
            if (N.Count > 2) c32 = Lanes.MultiplyAdd(s, b2, c32);
            s = Vector512.Create(Unsafe.Add(ref column, 4));
            c40 = Lanes.MultiplyAdd(s, b0, c40);
            if (N.Count > 1) c41 = Lanes.MultiplyAdd(s, b1, c41);
            if (N.Count > 2) c42 = Lanes.MultiplyAdd(s, b2, c42);
            s = Vector512.Create(Unsafe.Add(ref column, 5));
            c50 = Lanes.MultiplyAdd(s, b0, c50);
            if (N.Count > 1) c51 = Lanes.MultiplyAdd(s, b1, c51);
            if (N.Count > 2) c52 = Lanes.MultiplyAdd(s, b2, c52);
            s = Vector512.Create(Unsafe.Add(ref column, 6));
            c60 = Lanes.MultiplyAdd(s, b0, c60);
            if (N.Count > 1) c61 = Lanes.MultiplyAdd(s, b1, c61);
            if (N.Count > 2) c62 = Lanes.MultiplyAdd(s, b2, c62);
            s = Vector512.Create(Unsafe.Add(ref column, 7));
            c70 = Lanes.MultiplyAdd(s, b0, c70);
            if (N.Count > 1) c71 = Lanes.MultiplyAdd(s, b1, c71);
            if (N.Count > 2) c72 = Lanes.MultiplyAdd(s, b2, c72);
        }
        Store<T, N>(ref c, 0, c00, c01, c02);
        Store<T, N>(ref c, cStride, c10, c11, c12);
        Store<T, N>(ref c, 2 * cStride, c20, c21, c22);
        Store<T, N>(ref c, 3 * cStride, c30, c31, c32);
        Store<T, N>(ref c, 4 * cStride, c40, c41, c42);
        Store<T, N>(ref c, 5 * cStride, c50, c51, c52);
        Store<T, N>(ref c, 6 * cStride, c60, c61, c62);
        Store<T, N>(ref c, 7 * cStride, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T, N>(ref T c, int start, bool add, out Vector512<T> c0, out Vector512<T> c1, out Vector512<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        (c0, c1, c2) = (default, default, default);
        if (!add) return;
        c0 = Vector512.LoadUnsafe(ref c, (nuint)start);
        if (N.Count > 1) c1 = Vector512.LoadUnsafe(ref c, (nuint)(start + Vector512<T>.Count));
        if (N.Count > 2) c2 = Vector512.LoadUnsafe(ref c, (nuint)(start + 2 * Vector512<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, N>(ref T c, int start, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        c0.StoreUnsafe(ref c, (nuint)start);
        if (N.Count > 1) c1.StoreUnsafe(ref c, (nuint)(start + Vector512<T>.Count));
        if (N.Count > 2) c2.StoreUnsafe(ref c, (nuint)(start + 2 * Vector512<T>.Count));
    }
}
