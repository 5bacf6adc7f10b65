using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Pooling;

/// <summary>
/// What a window of 2×2 inputs a b / c d becomes, and how it shares its upstream gradient among them.
/// </summary>
internal interface ISquare<T>
{
    /// <summary>y.</summary>
    static abstract Vector512<T> Pool(Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d);

    /// <summary>The shares of dy; none is −0.</summary>
    static abstract (Vector512<T> A, Vector512<T> B, Vector512<T> C, Vector512<T> D) Share(
        Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d, Vector512<T> dy);
}

/// <summary>
/// Windows of 2×2 that lie side by side. A vector of outputs is made of four pieces of 128 bits from anywhere in an
/// image, so that short rows fill it too. Two rows of 256 bits are split into even and odd columns for each piece.
/// </summary>
internal sealed class SquareWindows<T> where T : IFloatingPointIeee754<T>
{
    private readonly int width;
    private readonly bool arePaired;                    // whether each second piece follows the one before it
    private readonly (nuint X, nuint Y)[] pieces;

    /// <summary>
    /// Lists the pieces. A row's last may overlap those before it, and the image's last are repeated.
    /// </summary>
    public SquareWindows(Extent image)
    {
        var (piece, outputs) = (Vector128<T>.Count, image.Width / 2);
        (width, arePaired) = (image.Width, outputs >= 2 * piece);
        var step = arePaired ? 2 * piece : piece;
        pieces =
            [.. from row in Enumerable.Range(0, image.Height / 2)
                from i in Enumerable.Range(0, (outputs + step - 1) / step)
                from j in Enumerable.Range(0, step / piece)
                let place = Math.Min(i * step, outputs - step) + j * piece
                select ((nuint)(2 * (row * width + place)), (nuint)(row * outputs + place))];
        pieces = [.. pieces, .. pieces[^(-pieces.Length & 3)..]];
    }

    /// <summary>Whether the windows are such squares, and their rows long enough.</summary>
    public static bool Suit(SlidingWindow window, Extent image) =>
        window.Size == 2 && window.Stride == 2 && window.Padding == 0 && image.Height >= 2
        && image.Width / 2 >= Vector128<T>.Count;

    /// <summary>Pools one image.</summary>
    public void Forward<S>(ReadOnlySpan<T> x, Span<T> y) where S : struct, ISquare<T>
    {
        if (arePaired) Forward<S, Two>(x, y);
        else Forward<S, One>(x, y);
    }

    /// <summary>Overwrites dx of one image.</summary>
    public void Backward<S>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx) where S : struct, ISquare<T>
    {
        if (dx.Length > 4 * dy.Length) dx.Clear();          // inputs that no window sees
        if (arePaired) Backward<S, Two>(x, dy, dx);
        else Backward<S, One>(x, dy, dx);
    }

    /// <summary>N pieces lie side by side.</summary>
    private void Forward<S, N>(ReadOnlySpan<T> x, Span<T> y) where S : struct, ISquare<T> where N : ICount
    {
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var below = ref Unsafe.Add(ref px, width);
        ref var py = ref MemoryMarshal.GetReference(y);
        for (var i = 0; i < pieces.Length; i += 4)
        {
            ref var p = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(pieces), i);
            ref var q = ref Unsafe.Add(ref p, 1);
            ref var r = ref Unsafe.Add(ref p, 2);
            ref var s = ref Unsafe.Add(ref p, 3);
            var (a, b) = Split(Inputs<N>(ref px, p.X, q.X), Inputs<N>(ref px, r.X, s.X));
            var (c, d) = Split(Inputs<N>(ref below, p.X, q.X), Inputs<N>(ref below, r.X, s.X));
            var pooled = S.Pool(a, b, c, d);
            Write<N>(pooled.GetLower(), ref py, p.Y, q.Y);
            Write<N>(pooled.GetUpper(), ref py, r.Y, s.Y);
        }
    }

    private void Backward<S, N>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where S : struct, ISquare<T> where N : ICount
    {
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var below = ref Unsafe.Add(ref px, width);
        ref var pdx = ref MemoryMarshal.GetReference(dx);
        ref var dxBelow = ref Unsafe.Add(ref pdx, width);
        ref var pdy = ref MemoryMarshal.GetReference(dy);
        for (var i = 0; i < pieces.Length; i += 4)
        {
            ref var p = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(pieces), i);
            ref var q = ref Unsafe.Add(ref p, 1);
            ref var r = ref Unsafe.Add(ref p, 2);
            ref var s = ref Unsafe.Add(ref p, 3);
            var (a, b) = Split(Inputs<N>(ref px, p.X, q.X), Inputs<N>(ref px, r.X, s.X));
            var (c, d) = Split(Inputs<N>(ref below, p.X, q.X), Inputs<N>(ref below, r.X, s.X));
            var upstream = Vector512.Create(Outputs<N>(ref pdy, p.Y, q.Y), Outputs<N>(ref pdy, r.Y, s.Y));
            var shares = S.Share(a, b, c, d, upstream);
            var (lower, upper) = Merge(shares.A, shares.B);
            Write<N>(lower, ref pdx, p.X, q.X);
            Write<N>(upper, ref pdx, r.X, s.X);
            (lower, upper) = Merge(shares.C, shares.D);
            Write<N>(lower, ref dxBelow, p.X, q.X);
            Write<N>(upper, ref dxBelow, r.X, s.X);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Inputs<N>(ref T x, nuint p, nuint q) where N : ICount => N.Count > 1
        ? Vector512.LoadUnsafe(ref x, p)
        : Vector512.Create(Vector256.LoadUnsafe(ref x, p), Vector256.LoadUnsafe(ref x, q));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Outputs<N>(ref T y, nuint p, nuint q) where N : ICount => N.Count > 1
        ? Vector256.LoadUnsafe(ref y, p)
        : Vector256.Create(Vector128.LoadUnsafe(ref y, p), Vector128.LoadUnsafe(ref y, q));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<N>(Vector512<T> v, ref T x, nuint p, nuint q) where N : ICount
    {
        if (N.Count > 1)
        {
            v.StoreUnsafe(ref x, p);
            return;
        }
        v.GetLower().StoreUnsafe(ref x, p);
        v.GetUpper().StoreUnsafe(ref x, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<N>(Vector256<T> v, ref T y, nuint p, nuint q) where N : ICount
    {
        if (N.Count > 1)
        {
            v.StoreUnsafe(ref y, p);
            return;
        }
        v.GetLower().StoreUnsafe(ref y, p);
        v.GetUpper().StoreUnsafe(ref y, q);
    }

    /// <summary>The first and the second ones of pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<T> Even, Vector512<T> Odd) Split(Vector512<T> l, Vector512<T> u)
    {
        if (!Avx512F.IsSupported)
        {
            var (p, q, r, s) = (
                Pairs.Apart(l.GetLower()), Pairs.Apart(l.GetUpper()), Pairs.Apart(u.GetLower()),
                Pairs.Apart(u.GetUpper()));
            return (Join(p.GetLower(), q.GetLower(), r.GetLower(), s.GetLower()),
                    Join(p.GetUpper(), q.GetUpper(), r.GetUpper(), s.GetUpper()));
        }
        var even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        var wideEven = Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14);
        return typeof(T) == typeof(double)
            ? (Choose(l, wideEven, u), Choose(l, wideEven + Vector512<long>.One, u))
            : (Choose(l, even, u), Choose(l, even + Vector512<int>.One, u));
    }

    /// <summary>First and second ones by turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<T> Lower, Vector512<T> Upper) Merge(Vector512<T> even, Vector512<T> odd)
    {
        if (!Avx512F.IsSupported)
        {
            var (e, f, o, p) = (even.GetLower(), even.GetUpper(), odd.GetLower(), odd.GetUpper());
            return (Vector512.Create(ByTurns(e.GetLower(), o.GetLower()), ByTurns(e.GetUpper(), o.GetUpper())),
                    Vector512.Create(ByTurns(f.GetLower(), p.GetLower()), ByTurns(f.GetUpper(), p.GetUpper())));
        }
        var turns = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        var wideTurns = Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11);
        return typeof(T) == typeof(double)
            ? (Choose(even, wideTurns, odd), Choose(even, wideTurns + Vector512.Create(4L), odd))
            : (Choose(even, turns, odd), Choose(even, turns + Vector512.Create(8), odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Join(Vector128<T> p, Vector128<T> q, Vector128<T> r, Vector128<T> s) =>
        Vector512.Create(Vector256.Create(p, q), Vector256.Create(r, s));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Choose(Vector512<T> l, Vector512<long> order, Vector512<T> u) =>
        Avx512F.PermuteVar8x64x2(l.AsDouble(), order, u.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Choose(Vector512<T> l, Vector512<int> order, Vector512<T> u) =>
        Avx512F.PermuteVar16x32x2(l.AsSingle(), order, u.AsSingle()).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ByTurns(Vector128<T> first, Vector128<T> second)
    {
        var apart = Vector256.Create(first, second);
        return typeof(T) == typeof(double)
            ? Vector256.Shuffle(apart.AsDouble(), Vector256.Create(0L, 2, 1, 3)).As<double, T>()
            : Vector256.Shuffle(apart.AsSingle(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).As<float, T>();
    }
}
