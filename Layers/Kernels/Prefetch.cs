using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CnnVerified.Layers.Kernels;

/// <summary>Asks for numbers to be brought near before they are needed, where the processor cannot guess that they will be.</summary>
internal static class Prefetch
{
    /// <summary>Asks for some columns of rows of a matrix; if its array is moved meanwhile, in vain but without harm.</summary>
    public static unsafe void Rows<T>(Matrix<T> matrix, int first, int end, int column, int columns)
    {
        if (!Sse.IsSupported || columns <= 0) return;
        for (var row = first; row < end; row++)
        {
            ref var start = ref matrix.Span[row * matrix.RowStride + column];
            for (var offset = 0; offset < columns * Unsafe.SizeOf<T>(); offset += CacheLine.Bytes)
                Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.AddByteOffset(ref start, offset)));
        }
    }
}
