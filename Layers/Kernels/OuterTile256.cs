using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// C = A·B or C += A·B for a tile of C with 4 rows and up to 3 vectors of 256 bits a row, as a sum of outer products of a
/// column of A with a row of B. The sums stay in registers; not inlined, for otherwise they would not.
/// </summary>
internal static class OuterTile256
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 4;

    /// <summary>Takes the sums over the depth k: column k of A lies at a[4·k], row k of B at b[offsets[k]].</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<T, N>(ref T a, ref T b, ref int offsets, int depth, ref T c, int cStride, bool add)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        Load<T, N>(ref c, 0, add, out var c00, out var c01, out var c02);
        Load<T, N>(ref c, cStride, add, out var c10, out var c11, out var c12);
        Load<T, N>(ref c, 2 * cStride, add, out var c20, out var c21, out var c22);
        Load<T, N>(ref c, 3 * cStride, add, out var c30, out var c31, out var c32);
        Vector256<T> b1 = default, b2 = default;
        for (var k = 0; k < depth; k++)
        {
            ref var row = ref Unsafe.Add(ref b, Unsafe.Add(ref offsets, k));
            ref var column = ref Unsafe.Add(ref a, Rows * k);
            var b0 = Vector256.LoadUnsafe(ref row);
            if (N.Count > 1) b1 = Vector256.LoadUnsafe(ref row, (nuint)Vector256<T>.Count);
            if (N.Count > 2) b2 = Vector256.LoadUnsafe(ref row, 2 * (nuint)Vector256<T>.Count);
            Vector256<T> s;
            s = Vector256.Create(Unsafe.Add(ref column, 0));
            c00 = Lanes.MultiplyAdd(s, b0, c00);
            if (N.Count > 1) c01 = Lanes.MultiplyAdd(s, b1, c01);
            if (N.Count > 2) c02 = Lanes.MultiplyAdd(s, b2, c02);
            s = Vector256.Create(Unsafe.Add(ref column, 1));
            c10 = Lanes.MultiplyAdd(s, b0, c10);
            if (N.Count > 1) c11 = Lanes.MultiplyAdd(s, b1, c11);
            if (N.Count > 2) c12 = Lanes.MultiplyAdd(s, b2, c12);
            s = Vector256.Create(Unsafe.Add(ref column, 2));
            c20 = Lanes.MultiplyAdd(s, b0, c20);
            if (N.Count > 1) c21 = Lanes.MultiplyAdd(s, b1, c21);
            if (N.Count > 2) c22 = Lanes.MultiplyAdd(s, b2, c22);
            s = Vector256.Create(Unsafe.Add(ref column, 3));
            c30 = Lanes.MultiplyAdd(s, b0, c30);
            if (N.Count > 1) c31 = Lanes.MultiplyAdd(s, b1, c31);
            if (N.Count > 2) c32 = Lanes.MultiplyAdd(s, b2, c32);
        }
        Store<T, N>(ref c, 0, c00, c01, c02);
        Store<T, N>(ref c, cStride, c10, c11, c12);
        Store<T, N>(ref c, 2 * cStride, c20, c21, c22);
        Store<T, N>(ref c, 3 * cStride, c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<T, N>(ref T c, int start, bool add, out Vector256<T> c0, out Vector256<T> c1, out Vector256<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        (c0, c1, c2) = (default, default, default);
        if (!add) return;
        c0 = Vector256.LoadUnsafe(ref c, (nuint)start);
        if (N.Count > 1) c1 = Vector256.LoadUnsafe(ref c, (nuint)(start + Vector256<T>.Count));
        if (N.Count > 2) c2 = Vector256.LoadUnsafe(ref c, (nuint)(start + 2 * Vector256<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, N>(ref T c, int start, Vector256<T> c0, Vector256<T> c1, Vector256<T> c2)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        c0.StoreUnsafe(ref c, (nuint)start);
        if (N.Count > 1) c1.StoreUnsafe(ref c, (nuint)(start + Vector256<T>.Count));
        if (N.Count > 2) c2.StoreUnsafe(ref c, (nuint)(start + 2 * Vector256<T>.Count));
    }
}
