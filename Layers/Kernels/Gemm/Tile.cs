using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// A tile of a matrix product, by the <see cref="Microkernel{T, V, R, A}"/> that suits the processor. An entry of C
/// takes its products by fused multiply-adds in the order of k. So it has the same bits in whatever tile it falls, and
/// wherever the depth is divided.
/// </summary>
internal static class Tile
{
    private const int Widest = 3;

    /// <summary>Rows of the highest tile.</summary>
    public static int Rows<T>() => IsWide ? Registers512<double>.Rows : Registers256<double>.Rows;

    /// <summary>Columns of the widest tile.</summary>
    public static int Columns<T>() => Widest * Step<T>();

    /// <summary>Columns of a vector: no tile has fewer.</summary>
    public static int Step<T>() => IsWide ? Vector512<T>.Count : Vector256<T>.Count;

    /// <summary>So many columns, and those that fill up the last vector.</summary>
    public static int RoundUp<T>(int columns) => (columns + Step<T>() - 1) / Step<T>() * Step<T>();

    private static bool IsWide => Vector512.IsHardwareAccelerated;

    /// <summary>
    /// How many of the columns that are left the next tile takes: as many as it can, but so that none is left with
    /// fewer than a vector.
    /// </summary>
    public static int Width<T>(int left) =>
        left <= Columns<T>() ? left : left < Columns<T>() + Step<T>() ? Columns<T>() - Step<T>() : Columns<T>();

    /// <summary>Where in a tile of a width the second and the last vector start; the last may overlap others.</summary>
    public static (int Middle, int Last) Vectors<T>(int width) =>
        (Math.Min(Step<T>(), width - Step<T>()), width - Step<T>());

    /// <summary>Zeros for the rows of a tile whose sums begin there.</summary>
    public static ref T Zeros<T>() => ref MemoryMarshal.GetArrayDataReference(Nothing<T>.Row);

    /// <summary>
    /// C = From + A·B, the sums beginning at From; with a scale other than 0, C = From + scale·(A·B). A is packed.
    /// </summary>
    public static void Multiply<T>(in TileOperands<T> at, int depth, int rows, int columns, T scale)
        where T : IFloatingPointIeee754<T>
    {
        var vectors = (columns + Step<T>() - 1) / Step<T>();
        if (IsWide)
            Multiply<T, Vector512<T>, Registers512<T>, Scalars<T, Vector512<T>, Registers512<T>>>(
                in at, depth, rows, vectors, scale);
        else
            Multiply<T, Vector256<T>, Registers256<T>, Scalars<T, Vector256<T>, Registers256<T>>>(
                in at, depth, rows, vectors, scale);
    }

    /// <summary>
    /// C = From + A·B lane by lane: entry (i, j) of C is a logical vector, as are those of A and B. Vectors of A are
    /// packed, row by row for each step.
    /// </summary>
    public static void MultiplyLanes<T>(in TileOperands<T> at, int depth, int rows, int columns)
        where T : IFloatingPointIeee754<T>
    {
        if (IsWide)
            Multiply<T, Vector512<T>, Registers512<T>, Lanewise<T, Vector512<T>, Registers512<T>>>(
                in at, depth, rows, columns, T.Zero);
        else
            for (var half = 0; half < Vector512<T>.Count; half += Vector256<T>.Count)
                Multiply<T, Vector256<T>, Registers256<T>, Lanewise<T, Vector256<T>, Registers256<T>>>(
                    new TileOperands<T>(
                        ref Unsafe.Add(ref at.A, half), ref Unsafe.Add(ref at.B, half), ref at.Offsets, at.BColumns,
                        ref Unsafe.Add(ref at.From, half), at.FromStride, ref Unsafe.Add(ref at.C, half), at.CStride,
                        at.CColumns),
                    depth, rows, columns, T.Zero);
    }

    private static void Multiply<T, V, R, A>(in TileOperands<T> at, int depth, int rows, int vectors, T scale)
        where T : IFloatingPointIeee754<T> where V : struct where R : IRegisters<T, V> where A : IFactor<T, V>
    {
        if (rows == 1) Multiply<T, V, R, A, One>(in at, depth, vectors, scale);
        else if (rows == 2) Multiply<T, V, R, A, Two>(in at, depth, vectors, scale);
        else if (rows == 3) Multiply<T, V, R, A, Three>(in at, depth, vectors, scale);
        else if (rows == 4) Multiply<T, V, R, A, Four>(in at, depth, vectors, scale);
        else if (rows == 5) Multiply<T, V, R, A, Five>(in at, depth, vectors, scale);
        else if (rows == 6) Multiply<T, V, R, A, Six>(in at, depth, vectors, scale);
        else if (rows == 7) Multiply<T, V, R, A, Seven>(in at, depth, vectors, scale);
        else Multiply<T, V, R, A, Eight>(in at, depth, vectors, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<T, V, R, A, M>(in TileOperands<T> at, int depth, int vectors, T scale)
        where T : IFloatingPointIeee754<T> where V : struct where R : IRegisters<T, V> where A : IFactor<T, V>
        where M : ICount
    {
        if (vectors == 1) Microkernel<T, V, R, A>.Multiply<M, One>(in at, depth, scale);
        else if (vectors == 2) Microkernel<T, V, R, A>.Multiply<M, Two>(in at, depth, scale);
        else Microkernel<T, V, R, A>.Multiply<M, Three>(in at, depth, scale);
    }

    private static class Nothing<T>
    {
        public static readonly T[] Row = new T[Widest * Vector512<T>.Count];
    }
}
