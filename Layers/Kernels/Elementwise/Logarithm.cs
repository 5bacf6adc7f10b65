namespace CnnVerified.Layers.Kernels.Elementwise;

/// <summary>
/// ln x from +, −, ×, ÷ alone: x = 2ᵏ·m with m in [√½, √2), s = (m − 1)/(m + 1),
/// ln x = k·ln 2 + 2·(s + s³/3 + s⁵/5 + …) up to s²³; the truncated tail is under 2⁻⁵⁶ of the sum.
/// </summary>
internal static class Logarithm
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>ln x: −∞ at 0, NaN below. Floats go through double; another scalar uses its own logarithm.</summary>
    public static T Of<T>(T x) where T : IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double) || typeof(T) == typeof(float))
            return T.CreateTruncating(OfDouble(double.CreateTruncating(x)));
        return T.Log(x);
    }

    /// <summary>ln x of a double.</summary>
    public static double OfDouble(double x)
    {
        if (!(x > 0)) return x == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsPositiveInfinity(x)) return x;

        var k = 0;
        if (!double.IsNormal(x)) (x, k) = (x * (1L << 54), -54);
        var bits = BitConverter.DoubleToInt64Bits(x);
        k += (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1023L << 52));
        if (m > 1.4142135623730951) (m, k) = (m / 2, k + 1);

        var f = m - 1;
        var s = f / (2 + f);
        var z = s * s;
        var tail = z * (2.0 / 23);                              // 2·(s²/3 + s⁴/5 + …)
        tail = z * (2.0 / 21 + tail);
        tail = z * (2.0 / 19 + tail);
        tail = z * (2.0 / 17 + tail);
        tail = z * (2.0 / 15 + tail);
        tail = z * (2.0 / 13 + tail);
        tail = z * (2.0 / 11 + tail);
        tail = z * (2.0 / 9 + tail);
        tail = z * (2.0 / 7 + tail);
        tail = z * (2.0 / 5 + tail);
        tail = z * (2.0 / 3 + tail);
        var half = f * f / 2;                                   // 2s = f − s·f, and s·f = half − s·half
        return k * Ln2High + (f - (half - (s * (half + tail) + k * Ln2Low)));
    }
}
