using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnVerified.Layers.Kernels.Pooling;

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
    public static Vector256<T> Select(Vector256<T> mask, Vector256<T> a, Vector256<T> b) =>
        Vector256.ConditionalSelect(mask, a, b);

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
        if (Vector128<T>.Count == 2)
            return (Vector128.Create(low.GetLower(), high.GetLower()),
                    Vector128.Create(low.GetUpper(), high.GetUpper()));
        var (l, h) = (low.AsSingle(), high.AsSingle());
        return Sse.IsSupported
            ? (Sse.Shuffle(l, h, 0b10_00_10_00).As<float, T>(), Sse.Shuffle(l, h, 0b11_01_11_01).As<float, T>())
            : (Vector128.Create(l[0], l[2], h[0], h[2]).As<float, T>(),
               Vector128.Create(l[1], l[3], h[1], h[3]).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Vector128<T> even, Vector128<T> odd, ref T x)
    {
        var (e, o) = (even.AsSingle(), odd.AsSingle());
        var (low, high) =
            Vector128<T>.Count == 2
                ? (Vector128.Create(even.GetLower(), odd.GetLower()), Vector128.Create(even.GetUpper(), odd.GetUpper()))
            : Sse.IsSupported ? (Sse.UnpackLow(e, o).As<float, T>(), Sse.UnpackHigh(e, o).As<float, T>())
            : (Vector128.Create(e[0], o[0], e[1], o[1]).As<float, T>(),
               Vector128.Create(e[2], o[2], e[3], o[3]).As<float, T>());
        low.StoreUnsafe(ref x);
        high.StoreUnsafe(ref x, (nuint)Vector128<T>.Count);
    }
}
