using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Convolution;

namespace CnnVerified.Layers.Kernels.Pooling;

/// <summary>
/// What a window of 2×2 inputs a b / c d becomes, and how it shares its upstream gradient among them.
/// </summary>
internal interface ISquare<T>
{
    /// <summary>y.</summary>
    static abstract V Pool<V, R>(V a, V b, V c, V d) where V : struct where R : IPairedRegisters<T, V>;

    /// <summary>The shares of dy; none is −0.</summary>
    static abstract (V A, V B, V C, V D) Share<V, R>(V a, V b, V c, V d, V dy)
        where V : struct where R : IPairedRegisters<T, V>;
}

/// <summary>
/// Windows of 2×2 that lie side by side: two rows of an image are read, split into even and odd columns, and become one
/// row, without <see cref="WindowPlanes"/> in between.
/// </summary>
internal static class SquareWindows
{
    /// <summary>Whether the windows are such squares, and their rows long enough.</summary>
    public static bool Suit<T>(SlidingWindow window, Extent image) =>
        window.Size == 2 && window.Stride == 2 && window.Padding == 0
        && image.Width / 2 >= Vector128<T>.Count;

    /// <summary>Pools one image.</summary>
    public static void Forward<T, S>(ReadOnlySpan<T> x, int width, Span<T> y)
        where T : IFloatingPointIeee754<T> where S : struct, ISquare<T>
    {
        if (Suits512<T>(width)) Forward<T, S, Vector512<T>, Paired512<T>>(x, width, y);
        else Forward<T, S, Vector256<T>, Paired256<T>>(x, width, y);
    }

    /// <summary>Overwrites dx of one image.</summary>
    public static void Backward<T, S>(ReadOnlySpan<T> x, int width, ReadOnlySpan<T> dy, Span<T> dx)
        where T : IFloatingPointIeee754<T> where S : struct, ISquare<T>
    {
        if (dx.Length > 4 * dy.Length) dx.Clear();          // inputs that no window sees
        if (Suits512<T>(width)) Backward<T, S, Vector512<T>, Paired512<T>>(x, width, dy, dx);
        else Backward<T, S, Vector256<T>, Paired256<T>>(x, width, dy, dx);
    }

    private static bool Suits512<T>(int width) => Vector512.IsHardwareAccelerated && width / 2 >= Vector256<T>.Count;

    private static void Forward<T, S, V, R>(ReadOnlySpan<T> x, int width, Span<T> y)
        where S : struct, ISquare<T> where V : struct where R : IPairedRegisters<T, V>
    {
        var outputs = width / 2;
        var rows = y.Length / outputs;
        ref var px = ref MemoryMarshal.GetReference(x[..(2 * rows * width)]);
        ref var py = ref MemoryMarshal.GetReference(y);
        for (var row = 0; row < rows; row++)
        {
            for (var j = 0; j < outputs; j += 2 * R.Half)
            {
                var (first, second) = Halves(j, R.Half, outputs);
                var (a, b) = R.Split(ref Unsafe.Add(ref px, 2 * first), ref Unsafe.Add(ref px, 2 * second));
                var (c, d) = R.Split(
                    ref Unsafe.Add(ref px, width + 2 * first), ref Unsafe.Add(ref px, width + 2 * second));
                R.Store(S.Pool<V, R>(a, b, c, d), ref Unsafe.Add(ref py, first), ref Unsafe.Add(ref py, second));
            }
            px = ref Unsafe.Add(ref px, 2 * width)!;
            py = ref Unsafe.Add(ref py, outputs)!;
        }
    }

    private static void Backward<T, S, V, R>(ReadOnlySpan<T> x, int width, ReadOnlySpan<T> dy, Span<T> dx)
        where S : struct, ISquare<T> where V : struct where R : IPairedRegisters<T, V>
    {
        var outputs = width / 2;
        var rows = dy.Length / outputs;
        ref var px = ref MemoryMarshal.GetReference(x[..(2 * rows * width)]);
        ref var pdx = ref MemoryMarshal.GetReference(dx[..(2 * rows * width)]);
        ref var pdy = ref MemoryMarshal.GetReference(dy);
        for (var row = 0; row < rows; row++)
        {
            for (var j = 0; j < outputs; j += 2 * R.Half)
            {
                var (first, second) = Halves(j, R.Half, outputs);
                var (a, b) = R.Split(ref Unsafe.Add(ref px, 2 * first), ref Unsafe.Add(ref px, 2 * second));
                var (c, d) = R.Split(
                    ref Unsafe.Add(ref px, width + 2 * first), ref Unsafe.Add(ref px, width + 2 * second));
                var upstream = R.Load(ref Unsafe.Add(ref pdy, first), ref Unsafe.Add(ref pdy, second));
                var shares = S.Share<V, R>(a, b, c, d, upstream);
                R.Merge(shares.A, shares.B, ref Unsafe.Add(ref pdx, 2 * first), ref Unsafe.Add(ref pdx, 2 * second));
                R.Merge(
                    shares.C, shares.D, ref Unsafe.Add(ref pdx, width + 2 * first),
                    ref Unsafe.Add(ref pdx, width + 2 * second));
            }
            px = ref Unsafe.Add(ref px, 2 * width)!;
            pdx = ref Unsafe.Add(ref pdx, 2 * width)!;
            pdy = ref Unsafe.Add(ref pdy, outputs)!;
        }
    }

    /// <summary>Where the halves of a register begin; at a row's end they may overlap what is before them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, int Second) Halves(int j, int half, int outputs) =>
        (Math.Min(j, outputs - half), Math.Min(j + half, outputs - half));
}
