using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// A tile of a matrix product, by the tile kernel that suits the processor. An entry of C takes its products by fused
/// multiply-adds in the order of k: it has the same bits whichever kernel it is given to, whatever tile it falls into,
/// and wherever the depth is divided.
/// </summary>
internal static class OuterTile
{
    private const int Widest = 3;

    /// <summary>Rows of the highest tile.</summary>
    public static int Rows<T>() =>
        Vector512.IsHardwareAccelerated ? Registers512<double>.Rows : Registers256<double>.Rows;

    /// <summary>Columns of the widest tile.</summary>
    public static int Columns<T>() => Widest * Step<T>();

    /// <summary>Columns of a vector: no tile has fewer.</summary>
    public static int Step<T>() => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;

    /// <summary>
    /// How many of the columns that are left the next tile takes: as many as it can, but so that none is left with
    /// fewer than a vector.
    /// </summary>
    public static int Width<T>(int left) =>
        left <= Columns<T>() ? left : left < Columns<T>() + Step<T>() ? Columns<T>() - Step<T>() : Columns<T>();

    /// <summary>Zeros for the rows of a tile whose sums begin there.</summary>
    public static ref T Zeros<T>() => ref MemoryMarshal.GetArrayDataReference(Nothing<T>.Row);

    /// <summary>
    /// C = From + A·B, the sums beginning at From; with a scale other than 0, C = From + scale·(A·B).
    /// </summary>
    public static void Multiply<T>(in TileOperands<T> at, int depth, int rows, int columns, T scale)
        where T : IFloatingPointIeee754<T>
    {
        if (rows == 1) Multiply<T, One>(in at, depth, columns, scale);
        else if (rows == 2) Multiply<T, Two>(in at, depth, columns, scale);
        else if (rows == 3) Multiply<T, Three>(in at, depth, columns, scale);
        else if (rows == 4) Multiply<T, Four>(in at, depth, columns, scale);
        else if (rows == 5) Multiply<T, Five>(in at, depth, columns, scale);
        else if (rows == 6) Multiply<T, Six>(in at, depth, columns, scale);
        else if (rows == 7) Multiply<T, Seven>(in at, depth, columns, scale);
        else Multiply<T, Eight>(in at, depth, columns, scale);
    }

    private static void Multiply<T, M>(in TileOperands<T> at, int depth, int columns, T scale)
        where T : IFloatingPointIeee754<T> where M : ICount
    {
        if (columns == Step<T>()) Multiply<T, M, One>(in at, depth, columns, scale);
        else if (columns <= 2 * Step<T>()) Multiply<T, M, Two>(in at, depth, columns, scale);
        else Multiply<T, M, Three>(in at, depth, columns, scale);
    }

    private static void Multiply<T, M, N>(in TileOperands<T> at, int depth, int columns, T scale)
        where T : IFloatingPointIeee754<T> where M : ICount where N : ICount
    {
        if (Vector512.IsHardwareAccelerated)
            OuterTileKernel<T, Vector512<T>, Registers512<T>>.Multiply<M, N>(in at, depth, columns, scale);
        else
            OuterTileKernel<T, Vector256<T>, Registers256<T>>.Multiply<M, N>(in at, depth, columns, scale);
    }

    private static class Nothing<T>
    {
        public static readonly T[] Row = new T[Columns<T>()];
    }
}
