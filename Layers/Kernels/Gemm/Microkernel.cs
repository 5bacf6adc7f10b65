using System.Runtime.CompilerServices;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>What a row of A brings to a step of the <see cref="Microkernel{T, V, R, A}"/>.</summary>
internal interface IFactor<T, V>
{
    /// <summary>Numbers from one row of A to the next.</summary>
    static abstract int RowStep { get; }

    /// <summary>Numbers from one step to the next, for so many rows.</summary>
    static abstract int Step(int rows);

    /// <summary>The factor of all lanes.</summary>
    static abstract V Load(ref T a);
}

/// <summary>One number for all lanes: C is a sum of outer products. A has as many rows as the highest tile.</summary>
internal readonly struct Scalars<T, V, R> : IFactor<T, V> where R : IRegisters<T, V>
{
    public static int RowStep => 1;

    public static int Step(int rows) => R.Rows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(ref T a) => R.Broadcast(ref a);
}

/// <summary>A vector: each lane of C is a sum of its own, a part of a dot product.</summary>
internal readonly struct Lanewise<T, V, R> : IFactor<T, V> where R : IRegisters<T, V>
{
    public static int RowStep => Lanes.Of<T>();

    public static int Step(int rows) => rows * Lanes.Of<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(ref T a) => R.Load(ref a);
}

/// <summary>
/// The inner loop of products whose sums run over k in order: M rows by N vectors of sums, up to 8×3 with 32 registers,
/// 4×3 with 16. A vector of B that is loaded serves M sums, a factor of A serves N. The sums stay in registers; not
/// inlined, for otherwise they would not.
/// </summary>
/// <typeparam name="T">The scalar.</typeparam>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="R">The registers.</typeparam>
/// <typeparam name="A">What a row of A brings to a step.</typeparam>
internal static class Microkernel<T, V, R, A>
    where T : IFloatingPointIeee754<T> where V : struct where R : IRegisters<T, V> where A : IFactor<T, V>
{
    /// <summary>The tiles that the operands describe.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply<M, N>(in TileOperands<T> at, int depth, T scale) where M : ICount where N : ICount
    {
        nint middle = at.BColumns.Middle, last = at.BColumns.Last;
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
                Load<N>(in at, ref from, 0, ref c00, ref c01, ref c02);
                if (M.Count > 1) Load<N>(in at, ref from, 1, ref c10, ref c11, ref c12);
                if (M.Count > 2) Load<N>(in at, ref from, 2, ref c20, ref c21, ref c22);
                if (M.Count > 3) Load<N>(in at, ref from, 3, ref c30, ref c31, ref c32);
                if (M.Count > 4) Load<N>(in at, ref from, 4, ref c40, ref c41, ref c42);
                if (M.Count > 5) Load<N>(in at, ref from, 5, ref c50, ref c51, ref c52);
                if (M.Count > 6) Load<N>(in at, ref from, 6, ref c60, ref c61, ref c62);
                if (M.Count > 7) Load<N>(in at, ref from, 7, ref c70, ref c71, ref c72);
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
                Add<N>(ref a, 0, b0, b1, b2, ref c00, ref c01, ref c02);
                if (M.Count > 1) Add<N>(ref a, 1, b0, b1, b2, ref c10, ref c11, ref c12);
                if (M.Count > 2) Add<N>(ref a, 2, b0, b1, b2, ref c20, ref c21, ref c22);
                if (M.Count > 3) Add<N>(ref a, 3, b0, b1, b2, ref c30, ref c31, ref c32);
                if (M.Count > 4) Add<N>(ref a, 4, b0, b1, b2, ref c40, ref c41, ref c42);
                if (M.Count > 5) Add<N>(ref a, 5, b0, b1, b2, ref c50, ref c51, ref c52);
                if (M.Count > 6) Add<N>(ref a, 6, b0, b1, b2, ref c60, ref c61, ref c62);
                if (M.Count > 7) Add<N>(ref a, 7, b0, b1, b2, ref c70, ref c71, ref c72);
                a = ref Unsafe.Add(ref a, A.Step(M.Count))!;
            }
            Store<N>(in at, ref from, ref c, 0, scale, c00, c01, c02);
            if (M.Count > 1) Store<N>(in at, ref from, ref c, 1, scale, c10, c11, c12);
            if (M.Count > 2) Store<N>(in at, ref from, ref c, 2, scale, c20, c21, c22);
            if (M.Count > 3) Store<N>(in at, ref from, ref c, 3, scale, c30, c31, c32);
            if (M.Count > 4) Store<N>(in at, ref from, ref c, 4, scale, c40, c41, c42);
            if (M.Count > 5) Store<N>(in at, ref from, ref c, 5, scale, c50, c51, c52);
            if (M.Count > 6) Store<N>(in at, ref from, ref c, 6, scale, c60, c61, c62);
            if (M.Count > 7) Store<N>(in at, ref from, ref c, 7, scale, c70, c71, c72);
            a = ref Unsafe.Add(ref a, at.Steps.A - A.Step(M.Count) * depth)!;
            b = ref Unsafe.Add(ref b, at.Steps.B)!;
            from = ref Unsafe.Add(ref from, at.Steps.From)!;
            c = ref Unsafe.Add(ref c, at.Steps.C)!;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<N>(ref T a, int row, V b0, V b1, V b2, ref V c0, ref V c1, ref V c2) where N : ICount
    {
        var s = A.Load(ref Unsafe.Add(ref a, row * A.RowStep));
        c0 = R.MultiplyAdd(s, b0, c0);
        if (N.Count > 1) c1 = R.MultiplyAdd(s, b1, c1);
        if (N.Count > 2) c2 = R.MultiplyAdd(s, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<N>(in TileOperands<T> at, ref T from, int row, ref V c0, ref V c1, ref V c2)
        where N : ICount
    {
        from = ref Unsafe.Add(ref from, row * at.FromStride)!;
        c0 = R.Load(ref from);
        if (N.Count > 1) c1 = R.Load(ref Unsafe.Add(ref from, at.CColumns.Middle));
        if (N.Count > 2) c2 = R.Load(ref Unsafe.Add(ref from, at.CColumns.Last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<N>(in TileOperands<T> at, ref T from, ref T c, int row, T scale, V c0, V c1, V c2)
        where N : ICount
    {
        if (!T.IsZero(scale))
        {
            V f0 = default, f1 = default, f2 = default;
            Load<N>(in at, ref from, row, ref f0, ref f1, ref f2);
            var s = R.Broadcast(ref scale);
            (c0, c1, c2) = (R.MultiplyAdd(s, c0, f0), R.MultiplyAdd(s, c1, f1), R.MultiplyAdd(s, c2, f2));
        }
        c = ref Unsafe.Add(ref c, row * at.CStride)!;
        R.Store(c0, ref c);
        if (N.Count > 1) R.Store(c1, ref Unsafe.Add(ref c, at.CColumns.Middle));
        if (N.Count > 2) R.Store(c2, ref Unsafe.Add(ref c, at.CColumns.Last));
    }
}
