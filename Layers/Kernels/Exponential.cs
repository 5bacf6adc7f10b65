using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// eˣ from fused multiply-adds and shifts alone: x = n·ln 2 + r with |r| ≤ ½·ln 2, eˣ = 2ⁿ·Σ rᵏ/k! up to k = 13.
/// The truncated tail is under 2⁻⁵⁷ of the sum; overflow gives ∞, underflow passes through the subnormals to 0.
/// Without the sum's first term, 1, the same series gives eˣ − 1 = 2ⁿ·(eʳ − 1) + (2ⁿ − 1), precise near 0 as well.
/// </summary>
internal static class Exponential
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.693147180369123816490;   // ln 2 with the low 32 bits cleared: n·Ln2High is exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Rounder = 6755399441055744.0;        // 1.5·2⁵²: adding it rounds to an integer, kept in the low bits

    /// <summary>eˣ in every lane of a vector of doubles or floats (floats through double).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of<T>(Vector512<T> x)
    {
        if (typeof(T) == typeof(double)) return OfDoubles(x.AsDouble()).As<double, T>();
        var (low, high) = Vector512.Widen(x.AsSingle());
        return Vector512.Narrow(OfDoubles(low), OfDoubles(high)).As<float, T>();
    }

    /// <summary>eˣ of one number; a scalar without vectors uses its own exponential.</summary>
    public static T Of<T>(T x) where T : IFloatingPointIeee754<T> =>
        Vector512<T>.IsSupported ? Of(Vector512.Create(x))[0] : T.Exp(x);

    /// <summary>eˣ − 1 in every lane of a vector of doubles or floats (floats through double), for x ≤ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MinusOne<T>(Vector512<T> x)
    {
        if (typeof(T) == typeof(double)) return MinusOneOfDoubles(x.AsDouble()).As<double, T>();
        var (low, high) = Vector512.Widen(x.AsSingle());
        return Vector512.Narrow(MinusOneOfDoubles(low), MinusOneOfDoubles(high)).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OfDoubles(Vector512<double> x)
    {
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(711.0)), Vector512.Create(711.0), x);
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-747.0)), Vector512.Create(-747.0), x);
        var (r, exponent) = Reduce(x);
        var sum = Lanes.MultiplyAdd(Series(r), r, Vector512<double>.One);

        // 2ⁿ in two factors, because n may leave the exponent's range by itself.
        var half = exponent >> 1;
        return sum * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> MinusOneOfDoubles(Vector512<double> x)
    {
        // From −40 on, eˣ − 1 rounds to −1.
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-40.0)), Vector512.Create(-40.0), x);
        var (r, exponent) = Reduce(x);
        var power = PowerOfTwo(exponent);
        return Lanes.MultiplyAdd(power, Series(r) * r, power - Vector512<double>.One);
    }

    /// <summary>x = n·ln 2 + r: r and n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> R, Vector512<long> N) Reduce(Vector512<double> x)
    {
        var shifted = Lanes.MultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(Rounder));
        var n = shifted - Vector512.Create(Rounder);
        var r = Lanes.MultiplyAdd(n, Vector512.Create(-Ln2High), x);
        r = Lanes.MultiplyAdd(n, Vector512.Create(-Ln2Low), r);
        return (r, shifted.AsInt64() - Vector512.Create(BitConverter.DoubleToInt64Bits(Rounder)));
    }

    /// <summary>(eʳ − 1)/r = 1 + r/2! + r²/3! + … up to r¹²/13!.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Series(Vector512<double> r)
    {
        var sum = Vector512.Create(1.0 / 6_227_020_800);
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 479_001_600));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 39_916_800));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 3_628_800));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 362_880));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 40_320));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 5_040));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 720));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 120));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 24));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 6));
        sum = Lanes.MultiplyAdd(sum, r, Vector512.Create(1.0 / 2));
        return Lanes.MultiplyAdd(sum, r, Vector512<double>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<long> n) => ((n + Vector512.Create(1023L)) << 52).AsDouble();
}
