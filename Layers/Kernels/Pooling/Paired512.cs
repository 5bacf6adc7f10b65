using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnVerified.Layers.Kernels.Pooling;

/// <summary>512 bits: halves of 256.</summary>
internal readonly struct Paired512<T> : IPairedRegisters<T, Vector512<T>> where T : IFloatingPointIeee754<T>
{
    public static int Half => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<T> Even, Vector512<T> Odd) Split(ref T lower, ref T upper)
    {
        var (l, u) = (Vector512.LoadUnsafe(ref lower), Vector512.LoadUnsafe(ref upper));
        if (typeof(T) == typeof(double))
        {
            var evens = Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14);
            var odds = Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15);
            return (Avx512F.PermuteVar8x64x2(l.AsDouble(), evens, u.AsDouble()).As<double, T>(),
                    Avx512F.PermuteVar8x64x2(l.AsDouble(), odds, u.AsDouble()).As<double, T>());
        }
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
    public static Vector512<T> Select(Vector512<T> mask, Vector512<T> a, Vector512<T> b) =>
        Vector512.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Where(Vector512<T> mask, Vector512<T> a) => mask & a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Unless(Vector512<T> mask, Vector512<T> a) => Vector512.AndNot(a, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Divide(Vector512<T> a, T b) => a / Vector512.Create(b);
}
