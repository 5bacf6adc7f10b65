using System.Runtime.CompilerServices;

namespace CnnVerified.Verification.DoubleDoubles;

/// <summary>
/// A number of about 32 digits: the sum of two doubles, of which the second is at most half a unit in the last place
/// of the first. Code that is generic over its scalar and runs on it tells what double arithmetic has lost.
/// </summary>
/// <remarks>
/// <para>
/// Sums and products come with their own rounding error, exactly: T. Dekker, "A floating-point technique for
/// extending the available precision", Numer. Math. 18 (1971) 224. The algorithms are those of Y. Hida, X. Li and D.
/// Bailey, "Algorithms for quad-double precision floating point arithmetic", ARITH 2001.
/// </para>
/// <para>
/// The range is that of double, and so are zeros, infinities and NaN. Below 10⁻²⁹⁰ the second part runs out of range
/// and digits are lost. Within <see cref="RoundedAtRandom"/> the same code loses digits as double does.
/// </para>
/// </remarks>
internal readonly partial struct DoubleDouble
{
    private DoubleDouble(double high, double low) => (High, Low) = (high, low);

    /// <summary>The number rounded to double.</summary>
    public double High { get; }

    /// <summary>What is lost by that.</summary>
    public double Low { get; }

    /// <summary>A double, exactly.</summary>
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    /// <summary>x + y.</summary>
    public static DoubleDouble operator +(DoubleDouble x, DoubleDouble y) => Rounded(Sum(x, y));

    /// <summary>x − y.</summary>
    public static DoubleDouble operator -(DoubleDouble x, DoubleDouble y) => Rounded(Sum(x, -y));

    /// <summary>x·y.</summary>
    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y) => Rounded(Product(x, y));

    /// <summary>x/y.</summary>
    public static DoubleDouble operator /(DoubleDouble x, DoubleDouble y) => Rounded(Quotient(x, y));

    /// <summary>x·y + z.</summary>
    public static DoubleDouble FusedMultiplyAdd(DoubleDouble x, DoubleDouble y, DoubleDouble z) =>
        Rounded(Sum(Product(x, y), z));

    /// <summary>−x.</summary>
    public static DoubleDouble operator -(DoubleDouble x) => new(-x.High, -x.Low);

    /// <summary>x.</summary>
    public static DoubleDouble operator +(DoubleDouble x) => x;

    /// <summary>√x: one step of Newton's method doubles the digits of the root in double.</summary>
    public static DoubleDouble Sqrt(DoubleDouble x) => Once(x, static x =>
    {
        var root = Math.Sqrt(x.High);
        if (!double.IsFinite(root) || root == 0) return root;
        return root + (x - (DoubleDouble)root * root) / (2 * root);
    });

    private static DoubleDouble Sum(DoubleDouble x, DoubleDouble y)
    {
        var (high, low) = TwoSum(x.High, y.High);
        var (lowHigh, lowLow) = TwoSum(x.Low, y.Low);
        (high, low) = QuickTwoSum(high, low + lowHigh);
        return Normal(high, low + lowLow, x.High + y.High);
    }

    private static DoubleDouble Product(DoubleDouble x, DoubleDouble y)
    {
        var high = x.High * y.High;
        var low = Math.FusedMultiplyAdd(x.High, y.High, -high);
        return Normal(high, low + (x.High * y.Low + x.Low * y.High), high);
    }

    /// <summary>Long division with three digits, each of them a double.</summary>
    private static DoubleDouble Quotient(DoubleDouble x, DoubleDouble y)
    {
        var first = x.High / y.High;
        if (!double.IsNormal(first)) return first;
        var rest = Sum(x, -Product(y, first));
        var second = rest.High / y.High;
        var third = Sum(rest, -Product(y, second)).High / y.High;
        return Sum(Normal(first, second, first), third);
    }

    /// <summary>a + b as it is rounded, and what that loses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Sum, double Error) TwoSum(double a, double b)
    {
        var sum = a + b;
        var share = sum - a;
        return (sum, a - (sum - share) + (b - share));
    }

    /// <summary>The same where |a| ≥ |b|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Sum, double Error) QuickTwoSum(double a, double b)
    {
        var sum = a + b;
        return (sum, b - (sum - a));
    }

    /// <summary>
    /// high + low as such a number; where there is no second part to speak of, what double has: ±0, ±∞ or NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble Normal(double high, double low, double plain)
    {
        var (sum, error) = QuickTwoSum(high, low);
        return sum != 0 && double.IsFinite(sum) ? new(sum, error) : new(plain, 0);
    }
}
