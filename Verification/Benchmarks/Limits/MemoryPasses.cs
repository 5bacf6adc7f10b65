using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Passes over an array that do as little as can be with what they load: add it up, or write it back changed. Its
/// start is that of a cache line, and it is cut in equal parts, one for each thread.
/// </summary>
internal sealed class MemoryPasses<T> where T : INumberBase<T>
{
    private const int CacheLine = 64, Vectors = 8;

    private static readonly int Block = Vectors * Vector512<T>.Count;

    private readonly T[] storage;
    private readonly int start, blocks, threads;

    /// <summary>An array of ones.</summary>
    /// <param name="count">How many numbers, rounded up to whole blocks of 512 bytes.</param>
    /// <param name="threads">How many threads pass over it together.</param>
    public MemoryPasses(int count, int threads = 1)
    {
        this.threads = threads;
        blocks = (count + Block - 1) / Block;
        storage = GC.AllocateUninitializedArray<T>(blocks * Block + CacheLine, pinned: true);
        storage.AsSpan().Fill(T.One);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0);
        start = (int)(-address & (CacheLine - 1)) / Unsafe.SizeOf<T>();
    }

    /// <summary>Bytes that one pass reads.</summary>
    public long Bytes => (long)blocks * Block * Unsafe.SizeOf<T>();

    /// <summary>Reads everything so many times.</summary>
    public void Read(int times) => Run(times, part => Sum(ref MemoryMarshal.GetReference(part), part.Length));

    /// <summary>Reads everything and writes it back, so many times.</summary>
    public void ReadAndWrite(int times) =>
        Run(times, part => Add(ref MemoryMarshal.GetReference(part), part.Length, T.One));

    /// <summary>
    /// A read, then a read and a write, so many times: what a step of gradient descent must do to its weights.
    /// </summary>
    public void Step(int times) => Run(times, part =>
    {
        Sum(ref MemoryMarshal.GetReference(part), part.Length);
        Add(ref MemoryMarshal.GetReference(part), part.Length, T.One);
    });

    private void Run(int times, Action<Span<T>> pass)
    {
        if (threads == 1) Repeat(0);
        else Parallel.For(0, threads, Repeat);

        void Repeat(int thread)
        {
            var (from, to) = (blocks * thread / threads, blocks * (thread + 1) / threads);
            for (var i = 0; i < times; i++) pass(storage.AsSpan(start + from * Block, (to - from) * Block));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<T> Sum(ref T origin, int count)
    {
        Vector512<T> a = default, b = default, c = default, d = default;
        Vector512<T> e = default, f = default, g = default, h = default;
        for (var i = 0; i < count; i += Block)
        {
            a += At(ref origin, i, 0);
            b += At(ref origin, i, 1);
            c += At(ref origin, i, 2);
            d += At(ref origin, i, 3);
            e += At(ref origin, i, 4);
            f += At(ref origin, i, 5);
            g += At(ref origin, i, 6);
            h += At(ref origin, i, 7);
        }
        return a + b + c + d + (e + f + g + h);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(ref T origin, int count, T summand)
    {
        var summands = Vector512.Create(summand);
        for (var i = 0; i < count; i += Block)
            for (var v = 0; v < Vectors; v++)
                (At(ref origin, i, v) + summands).StoreUnsafe(ref origin, (nuint)(i + v * Vector512<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> At(ref T origin, int block, int vector) =>
        Vector512.LoadUnsafe(ref origin, (nuint)(block + vector * Vector512<T>.Count));
}
