using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnVerified.Layers.Kernels.Gemm;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>
/// Room for a kernel's intermediate numbers, taken from a pool and given back: nothing is allocated twice. It begins
/// with a cache line.
/// </summary>
internal readonly ref struct Buffer<T> : IDisposable
{
    private readonly T[] array;
    private readonly int start, length;

    /// <summary>Takes the room.</summary>
    /// <param name="length">How many numbers; they are not cleared.</param>
    /// <exception cref="ArgumentException">More than an array holds.</exception>
    public Buffer(long length)
    {
        Room.Require(length);
        array = ArrayPool<T>.Shared.Rent((int)length + CacheLine.Bytes / Unsafe.SizeOf<T>());
        start = CacheLine.Until(ref MemoryMarshal.GetArrayDataReference(array));
        this.length = (int)length;
    }

    /// <summary>The room.</summary>
    public Span<T> Span => array.AsSpan(start, length);

    /// <summary>The room, for work that other threads share.</summary>
    public Memory<T> Memory => array.AsMemory(start, length);

    /// <summary>The room, as a matrix whose rows are a stride apart.</summary>
    public Matrix<T> Matrix(int rows, int columns, int stride) => new(array, rows, columns, stride, 1, start);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<T>.Shared.Return(array);
}
