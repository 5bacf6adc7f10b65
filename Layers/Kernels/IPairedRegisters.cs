using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// Registers for numbers that go in pairs, such as the two in a row of a 2×2 window: a type, so that pooling is written once
/// and compiled for each kind. The two halves of a register come from two places, which may overlap at the end of a row.
/// </summary>
internal interface IPairedRegisters<T, V>
{
    /// <summary>Numbers in half a register.</summary>
    static abstract int Half { get; }

    /// <summary>The first and the second ones of as many pairs as two halves take.</summary>
    static abstract (V Even, V Odd) Split(ref T lower, ref T upper);

    /// <summary>Writes first and second ones by turns.</summary>
    static abstract void Merge(V even, V odd, ref T lower, ref T upper);

    /// <summary>The numbers at two places.</summary>
    static abstract V Load(ref T lower, ref T upper);

    /// <summary>Writes numbers to two places.</summary>
    static abstract void Store(V v, ref T lower, ref T upper);

    /// <summary>Bits set where the later number is larger or NaN.</summary>
    static abstract V Beats(V later, V first);

    /// <summary>a where the mask's bits are set, b elsewhere.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>a where the mask's bits are set, 0 elsewhere.</summary>
    static abstract V Where(V mask, V a);

    /// <summary>0 where the mask's bits are set, a elsewhere.</summary>
    static abstract V Unless(V mask, V a);

    /// <summary>a + b.</summary>
    static abstract V Add(V a, V b);

    /// <summary>a / b.</summary>
    static abstract V Divide(V a, T b);
}

/// <summary>512 bits: halves of 256.</summary>
internal readonly struct Paired512<T> : IPairedRegisters<T, Vector512<T>> where T : IFloatingPointIeee754<T>
{
    public static int Half => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<T> Even, Vector512<T> Odd) Split(ref T lower, ref T upper)
    {
        var (l, u) = (Vector512.LoadUnsafe(ref lower), Vector512.LoadUnsafe(ref upper));
        if (typeof(T) == typeof(double))
            return (Avx512F.PermuteVar8x64x2(l.AsDouble(), Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), u.AsDouble()).As<double, T>(),
                    Avx512F.PermuteVar8x64x2(l.AsDouble(), Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15), u.AsDouble()).As<double, T>());
        var even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        return (Avx512F.PermuteVar16x32x2(l.AsSingle(), even, u.AsSingle()).As<float, T>(),
                Avx512F.PermuteVar16x32x2(l.AsSingle(), even + Vector512<int>.One, u.AsSingle()).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Merge(Vector512<T> even, Vector512<T> odd, ref T lower, ref T upper)
    {
        Vector512<T> l, u;
        if (typeof(T) == typeof(double))
        {
            var turns = Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11);
            l = Avx512F.PermuteVar8x64x2(even.AsDouble(), turns, odd.AsDouble()).As<double, T>();
            u = Avx512F.PermuteVar8x64x2(even.AsDouble(), turns + Vector512.Create(4L), odd.AsDouble()).As<double, T>();
        }
        else
        {
            var turns = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            l = Avx512F.PermuteVar16x32x2(even.AsSingle(), turns, odd.AsSingle()).As<float, T>();
            u = Avx512F.PermuteVar16x32x2(even.AsSingle(), turns + Vector512.Create(8), odd.AsSingle()).As<float, T>();
        }
        l.StoreUnsafe(ref lower);
        u.StoreUnsafe(ref upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(ref T lower, ref T upper) =>
        Vector256.LoadUnsafe(ref lower).ToVector512Unsafe().WithUpper(Vector256.LoadUnsafe(ref upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> v, ref T lower, ref T upper)
    {
        v.GetLower().StoreUnsafe(ref lower);
        v.GetUpper().StoreUnsafe(ref upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Beats(Vector512<T> later, Vector512<T> first) =>
        Vector512.GreaterThan(later, first) | ~Vector512.Equals(later, later);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Select(Vector512<T> mask, Vector512<T> a, Vector512<T> b) => Vector512.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Where(Vector512<T> mask, Vector512<T> a) => mask & a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Unless(Vector512<T> mask, Vector512<T> a) => Vector512.AndNot(a, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Divide(Vector512<T> a, T b) => a / Vector512.Create(b);
}

/// <summary>256 bits: halves of 128.</summary>
internal readonly struct Paired256<T> : IPairedRegisters<T, Vector256<T>> where T : IFloatingPointIeee754<T>
{
    public static int Half => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<T> Even, Vector256<T> Odd) Split(ref T lower, ref T upper)
    {
        var ((even, odd), (laterEven, laterOdd)) = (Split(ref lower), Split(ref upper));
        return (Vector256.Create(even, laterEven), Vector256.Create(odd, laterOdd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Merge(Vector256<T> even, Vector256<T> odd, ref T lower, ref T upper)
    {
        Merge(even.GetLower(), odd.GetLower(), ref lower);
        Merge(even.GetUpper(), odd.GetUpper(), ref upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(ref T lower, ref T upper) =>
        Vector128.LoadUnsafe(ref lower).ToVector256Unsafe().WithUpper(Vector128.LoadUnsafe(ref upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> v, ref T lower, ref T upper)
    {
        v.GetLower().StoreUnsafe(ref lower);
        v.GetUpper().StoreUnsafe(ref upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Beats(Vector256<T> later, Vector256<T> first) =>
        Vector256.GreaterThan(later, first) | ~Vector256.Equals(later, later);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Select(Vector256<T> mask, Vector256<T> a, Vector256<T> b) => Vector256.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Where(Vector256<T> mask, Vector256<T> a) => mask & a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Unless(Vector256<T> mask, Vector256<T> a) => Vector256.AndNot(a, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Divide(Vector256<T> a, T b) => a / Vector256.Create(b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<T> Even, Vector128<T> Odd) Split(ref T x)
    {
        var (low, high) = (Vector128.LoadUnsafe(ref x), Vector128.LoadUnsafe(ref x, (nuint)Vector128<T>.Count));
        if (Vector128<T>.Count == 2) return (Vector128.Create(low.GetLower(), high.GetLower()), Vector128.Create(low.GetUpper(), high.GetUpper()));
        var (l, h) = (low.AsSingle(), high.AsSingle());
        return Sse.IsSupported
            ? (Sse.Shuffle(l, h, 0b10_00_10_00).As<float, T>(), Sse.Shuffle(l, h, 0b11_01_11_01).As<float, T>())
            : (Vector128.Create(l[0], l[2], h[0], h[2]).As<float, T>(), Vector128.Create(l[1], l[3], h[1], h[3]).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Vector128<T> even, Vector128<T> odd, ref T x)
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
