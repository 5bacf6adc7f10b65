using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>
/// Asks for numbers to be brought near before they are needed, where the processor cannot guess that they will be.
/// </summary>
internal static class Prefetch
{
    /// <summary>
    /// Asks for the first columns of rows a stride apart; if their array is moved meanwhile, in vain but without harm.
    /// </summary>
    public static unsafe void Rows<T>(ref T origin, int stride, int rows, int columns)
    {
        if (!Sse.IsSupported) return;
        for (var row = 0; row < rows; row++)
            for (var offset = 0; offset < columns * Unsafe.SizeOf<T>(); offset += CacheLine.Bytes)
                Sse.Prefetch1(Unsafe.AsPointer(
                    ref Unsafe.AddByteOffset(ref Unsafe.Add(ref origin, row * stride), offset)));
    }
}
