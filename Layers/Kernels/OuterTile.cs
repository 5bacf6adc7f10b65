using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// A tile of a matrix product, by the tile kernel that suits the processor. An entry of C, which begins at 0 or at what it
/// was, takes its products by fused multiply-adds in the order of k: it has the same bits whichever kernel it is given to,
/// whatever tile it falls into, and wherever the depth is divided.
/// </summary>
internal static class OuterTile
{
    private const int Widest = 3;

    /// <summary>Rows of a tile.</summary>
    public static int Rows<T>() =>
        Vector512.IsHardwareAccelerated && Vector512<T>.IsSupported ? OuterTile512.Rows : OuterTile256.Rows;

    /// <summary>Columns of the widest tile.</summary>
    public static int Columns<T>() => Widest * Step<T>();

    /// <summary>Columns by which a tile's width grows: a tile may write up to the next multiple.</summary>
    public static int Step<T>() =>
        !Vector512<T>.IsSupported ? 1 : Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;

    /// <summary>
    /// Writes or adds a tile. Column k of A starts at a[Rows·k], row k of B at b[offsets[k]]; rows of C are cStride apart.
    /// </summary>
    public static void Multiply<T>(
        ref T a, ref T b, ref int offsets, int depth, int columns, ref T c, int cStride, bool add)
        where T : IFloatingPointIeee754<T>
    {
        if (!Vector512<T>.IsSupported || !Vector256.IsHardwareAccelerated)
            OneByOne(ref a, ref b, ref offsets, depth, columns, ref c, cStride, add);
        else if (columns <= Step<T>())
            Multiply<T, One>(ref a, ref b, ref offsets, depth, ref c, cStride, add);
        else if (columns <= 2 * Step<T>())
            Multiply<T, Two>(ref a, ref b, ref offsets, depth, ref c, cStride, add);
        else
            Multiply<T, Three>(ref a, ref b, ref offsets, depth, ref c, cStride, add);
    }

    private static void Multiply<T, N>(ref T a, ref T b, ref int offsets, int depth, ref T c, int cStride, bool add)
        where T : IFloatingPointIeee754<T> where N : ICount
    {
        if (Vector512.IsHardwareAccelerated) OuterTile512.Multiply<T, N>(ref a, ref b, ref offsets, depth, ref c, cStride, add);
        else OuterTile256.Multiply<T, N>(ref a, ref b, ref offsets, depth, ref c, cStride, add);
    }

    private static void OneByOne<T>(
        ref T a, ref T b, ref int offsets, int depth, int columns, ref T c, int cStride, bool add)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < Rows<T>(); i++)
            for (var j = 0; j < columns; j++)
            {
                ref var entry = ref Unsafe.Add(ref c, i * cStride + j);
                var sum = add ? entry : T.Zero;
                for (var k = 0; k < depth; k++)
                    sum = T.FusedMultiplyAdd(
                        Unsafe.Add(ref a, Rows<T>() * k + i), Unsafe.Add(ref b, Unsafe.Add(ref offsets, k) + j), sum);
                entry = sum;
            }
    }
}
