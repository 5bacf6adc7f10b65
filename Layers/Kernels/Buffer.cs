using System.Buffers;

namespace CnnVerified.Layers.Kernels;

/// <summary>Room for a kernel's intermediate numbers, taken from a pool and given back: nothing is allocated twice.</summary>
/// <param name="length">How many numbers; they are not cleared.</param>
internal readonly ref struct Buffer<T>(int length) : IDisposable
{
    private readonly T[] array = ArrayPool<T>.Shared.Rent(length);

    /// <summary>The room, which may be longer than asked for; for work that other threads share.</summary>
    public T[] Array => array;

    /// <summary>The room, as long as asked for.</summary>
    public Span<T> Span => array.AsSpan(0, length);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<T>.Shared.Return(array);
}
