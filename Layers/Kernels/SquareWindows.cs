using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnVerified.Layers.Kernels;

/// <summary>What a window of 2×2 inputs a b / c d becomes, and how it shares its upstream gradient among them.</summary>
internal interface ISquare<T>
{
    /// <summary>y.</summary>
    static abstract Vector256<T> Pool(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d);

    /// <summary>The shares of dy; none is −0.</summary>
    static abstract (Vector256<T> A, Vector256<T> B, Vector256<T> C, Vector256<T> D) Share(
        Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d, Vector256<T> dy);
}

/// <summary>
/// Windows of 2×2 that lie side by side: two rows of an image are read, split into even and odd columns, and become one row,
/// without <see cref="WindowPlanes"/> in between.
/// </summary>
internal static class SquareWindows
{
    /// <summary>Whether the windows are such squares, and their rows long enough.</summary>
    public static bool Suit<T>(SlidingWindow window, Extent image) =>
        window.Size == 2 && window.Stride == 2 && window.Padding == 0
        && Vector256<T>.IsSupported && image.Width / 2 >= Vector128<T>.Count;

    /// <summary>Pools one image.</summary>
    public static void Forward<T, S>(ReadOnlySpan<T> x, int width, Span<T> y) where S : struct, ISquare<T>
    {
        var outputs = width / 2;
        var lanes = outputs < Vector256<T>.Count ? Vector128<T>.Count : Vector256<T>.Count;
        var rows = y.Length / outputs;
        ref var px = ref MemoryMarshal.GetReference(x[..(2 * rows * width)]);
        ref var py = ref MemoryMarshal.GetReference(y);
        for (var row = 0; row < rows; row++)
        {
            for (var j = 0; j < outputs; j += lanes)
            {
                j = Math.Min(j, outputs - lanes);           // the last vector may overlap the one before it
                var (a, b) = Split(ref Unsafe.Add(ref px, 2 * j), lanes);
                var (c, d) = Split(ref Unsafe.Add(ref px, width + 2 * j), lanes);
                var pooled = S.Pool(a, b, c, d);
                if (lanes == Vector256<T>.Count) pooled.StoreUnsafe(ref py, (nuint)j);
                else pooled.GetLower().StoreUnsafe(ref py, (nuint)j);
            }
            px = ref Unsafe.Add(ref px, 2 * width)!;
            py = ref Unsafe.Add(ref py, outputs)!;
        }
    }

    /// <summary>Overwrites dx of one image.</summary>
    public static void Backward<T, S>(ReadOnlySpan<T> x, int width, ReadOnlySpan<T> dy, Span<T> dx) where S : struct, ISquare<T>
    {
        var outputs = width / 2;
        var lanes = outputs < Vector256<T>.Count ? Vector128<T>.Count : Vector256<T>.Count;
        if (dx.Length > 4 * dy.Length) dx.Clear();          // inputs that no window sees
        var rows = dy.Length / outputs;
        ref var px = ref MemoryMarshal.GetReference(x[..(2 * rows * width)]);
        ref var pdx = ref MemoryMarshal.GetReference(dx[..(2 * rows * width)]);
        ref var pdy = ref MemoryMarshal.GetReference(dy);
        for (var row = 0; row < rows; row++)
        {
            for (var j = 0; j < outputs; j += lanes)
            {
                j = Math.Min(j, outputs - lanes);
                var (a, b) = Split(ref Unsafe.Add(ref px, 2 * j), lanes);
                var (c, d) = Split(ref Unsafe.Add(ref px, width + 2 * j), lanes);
                var shares = S.Share(a, b, c, d, lanes == Vector256<T>.Count
                    ? Vector256.LoadUnsafe(ref pdy, (nuint)j) : Vector128.LoadUnsafe(ref pdy, (nuint)j).ToVector256());
                Merge(shares.A, shares.B, ref Unsafe.Add(ref pdx, 2 * j), lanes);
                Merge(shares.C, shares.D, ref Unsafe.Add(ref pdx, width + 2 * j), lanes);
            }
            px = ref Unsafe.Add(ref px, 2 * width)!;
            pdx = ref Unsafe.Add(ref pdx, 2 * width)!;
            pdy = ref Unsafe.Add(ref pdy, outputs)!;
        }
    }

    /// <summary>The even and the odd ones of twice as many numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<T> Even, Vector256<T> Odd) Split<T>(ref T x, int lanes)
    {
        if (typeof(T) == typeof(float) && lanes == Vector256<float>.Count && Avx512F.VL.IsSupported)
        {
            var low = Vector256.LoadUnsafe(ref x).AsSingle();
            var high = Vector256.LoadUnsafe(ref x, (nuint)lanes).AsSingle();
            return (Avx512F.VL.PermuteVar8x32x2(low, Vector256.Create(0, 2, 4, 6, 8, 10, 12, 14), high).As<float, T>(),
                    Avx512F.VL.PermuteVar8x32x2(low, Vector256.Create(1, 3, 5, 7, 9, 11, 13, 15), high).As<float, T>());
        }
        var (even, odd) = Split(ref x);
        if (lanes == Vector128<T>.Count) return (even.ToVector256(), odd.ToVector256());
        var (laterEven, laterOdd) = Split(ref Unsafe.Add(ref x, lanes));
        return (Vector256.Create(even, laterEven), Vector256.Create(odd, laterOdd));
    }

    /// <summary>Writes even and odd ones by turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge<T>(Vector256<T> even, Vector256<T> odd, ref T x, int lanes)
    {
        if (typeof(T) == typeof(float) && lanes == Vector256<float>.Count && Avx512F.VL.IsSupported)
        {
            var (e, o) = (even.AsSingle(), odd.AsSingle());
            Avx512F.VL.PermuteVar8x32x2(e, Vector256.Create(0, 8, 1, 9, 2, 10, 3, 11), o).As<float, T>().StoreUnsafe(ref x);
            Avx512F.VL.PermuteVar8x32x2(e, Vector256.Create(4, 12, 5, 13, 6, 14, 7, 15), o).As<float, T>()
                .StoreUnsafe(ref x, (nuint)lanes);
            return;
        }
        Merge(even.GetLower(), odd.GetLower(), ref x);
        if (lanes == Vector256<T>.Count) Merge(even.GetUpper(), odd.GetUpper(), ref Unsafe.Add(ref x, lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<T> Even, Vector128<T> Odd) Split<T>(ref T x)
    {
        var (low, high) = (Vector128.LoadUnsafe(ref x), Vector128.LoadUnsafe(ref x, (nuint)Vector128<T>.Count));
        if (Vector128<T>.Count == 2) return (Vector128.Create(low.GetLower(), high.GetLower()), Vector128.Create(low.GetUpper(), high.GetUpper()));
        var (l, h) = (low.AsSingle(), high.AsSingle());
        return Sse.IsSupported
            ? (Sse.Shuffle(l, h, 0b10_00_10_00).As<float, T>(), Sse.Shuffle(l, h, 0b11_01_11_01).As<float, T>())
            : (Vector128.Create(l[0], l[2], h[0], h[2]).As<float, T>(), Vector128.Create(l[1], l[3], h[1], h[3]).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge<T>(Vector128<T> even, Vector128<T> odd, ref T x)
    {
        var (e, o) = (even.AsSingle(), odd.AsSingle());
        var (low, high) =
            Vector128<T>.Count == 2
                ? (Vector128.Create(even.GetLower(), odd.GetLower()), Vector128.Create(even.GetUpper(), odd.GetUpper()))
            : Sse.IsSupported ? (Sse.UnpackLow(e, o).As<float, T>(), Sse.UnpackHigh(e, o).As<float, T>())
            : (Vector128.Create(e[0], o[0], e[1], o[1]).As<float, T>(), Vector128.Create(e[2], o[2], e[3], o[3]).As<float, T>());
        low.StoreUnsafe(ref x);
        high.StoreUnsafe(ref x, (nuint)Vector128<T>.Count);
    }
}
