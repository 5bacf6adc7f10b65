using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Elementwise;

/// <summary>
/// eˣ for x ≤ 0 from fused multiply-adds and shifts alone: x = n·ln 2 + r with |r| ≤ ½·ln 2, eˣ = 2ⁿ·Σ rᵏ/k! up to k =
/// 13 in double precision, 7 in single. The truncated tail is under 2⁻⁵⁷ or 2⁻²⁷ of the sum; underflow passes through
/// the subnormals to 0. Without the sum's first term, 1, the same series gives eˣ − 1 = 2ⁿ·(eʳ − 1) + (2ⁿ − 1), precise
/// near 0 as well.
/// </summary>
internal static class Exponential
{
    private const double Log2E = 1.4426950408889634;

    /// <summary>eˣ in every lane of a vector of doubles or floats, for x ≤ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Of<T>(Vector256<T> x) where T : IFloatingPointIeee754<T>
    {
        var (r, n) = Reduce(AtLeast(x, typeof(T) == typeof(double) ? -747 : -105));
        var sum = Lanes.MultiplyAdd(Series(r), r, Vector256<T>.One);

        // 2ⁿ in two factors, because n may leave the exponent's range; the first leaves the sum's bits as they are.
        return sum * PowerOfTwo(n, 64) * Of<T>(1.0 / (1UL << 63) / 2);
    }

    /// <summary>eˣ of one number x ≤ 0.</summary>
    public static T Of<T>(T x) where T : IFloatingPointIeee754<T> => Of(Vector256.Create(x))[0];

    /// <summary>Puts eˣ in the place of every x ≤ 0.</summary>
    public static void Of<T>(Span<T> x) where T : IFloatingPointIeee754<T>
    {
        var last = x.Length - Vector256<T>.Count;
        if (last < 0)
        {
            foreach (ref var entry in x) entry = Of(entry);
            return;
        }
        var end = Of(Vector256.LoadUnsafe(ref x[last]));            // may overlap the vector before it
        for (var i = 0; i < last; i += Vector256<T>.Count) Of(Vector256.LoadUnsafe(ref x[i])).StoreUnsafe(ref x[i]);
        end.StoreUnsafe(ref x[last]);
    }

    /// <summary>eˣ − 1 in every lane of a vector of doubles or floats, for x ≤ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MinusOne<T>(Vector256<T> x) where T : IFloatingPointIeee754<T>
    {
        var (r, n) = Reduce(AtLeast(x, -40));               // from there on it rounds to −1
        var power = PowerOfTwo(n, 0);
        return Lanes.MultiplyAdd(power, Series(r) * r, power - Vector256<T>.One);
    }

    /// <summary>
    /// x = n·ln 2 + r: r and n. The high part of ln 2 has so many zeros at its end that n times it is exact.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<T> R, Vector256<T> N) Reduce<T>(Vector256<T> x) where T : IFloatingPointIeee754<T>
    {
        var (high, low) = typeof(T) == typeof(double)
            ? (Of<T>(0.693147180369123816490), Of<T>(1.90821492927058770002e-10))
            : (Of<T>(0.693145751953125), Of<T>(1.428606820309417232e-6));
        var n = Lanes.MultiplyAdd(x, Of<T>(Log2E), Rounder<T>()) - Rounder<T>();
        return (Lanes.MultiplyAdd(n, -low, Lanes.MultiplyAdd(n, -high, x)), n);
    }

    /// <summary>(eʳ − 1)/r = 1 + r/2! + r²/3! + …</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Series<T>(Vector256<T> r) where T : IFloatingPointIeee754<T>
    {
        var sum = Of<T>(1.0 / 5_040);
        if (typeof(T) == typeof(double))
        {
            sum = Lanes.MultiplyAdd(Of<T>(1.0 / 6_227_020_800), r, Of<T>(1.0 / 479_001_600));
            sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 39_916_800));
            sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 3_628_800));
            sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 362_880));
            sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 40_320));
            sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 5_040));
        }
        sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 720));
        sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 120));
        sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 24));
        sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 6));
        sum = Lanes.MultiplyAdd(sum, r, Of<T>(1.0 / 2));
        return Lanes.MultiplyAdd(sum, r, Vector256<T>.One);
    }

    /// <summary>max(x, least); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> AtLeast<T>(Vector256<T> x, double least) where T : IFloatingPointIeee754<T> =>
        Vector256.ConditionalSelect(Vector256.LessThan(x, Of<T>(least)), Of<T>(least), x);

    /// <summary>2ⁿ⁺ᵏ: the exponent with its bias, as the low bits of a sum hold it, is shifted to its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> PowerOfTwo<T>(Vector256<T> n, int k) where T : IFloatingPointIeee754<T> =>
        typeof(T) == typeof(double)
            ? ((n + (Rounder<T>() + Of<T>(1023 + k))).AsInt64() << 52).As<long, T>()
            : ((n + (Rounder<T>() + Of<T>(127 + k))).AsInt32() << 23).As<int, T>();

    /// <summary>1.5·2⁵² or 1.5·2²³: adding it rounds to an integer, kept in the low bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Rounder<T>() where T : IFloatingPointIeee754<T> =>
        Of<T>(typeof(T) == typeof(double) ? 6755399441055744.0 : 12582912.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Of<T>(double constant) where T : IFloatingPointIeee754<T> =>
        Vector256.Create(T.CreateTruncating(constant));
}
